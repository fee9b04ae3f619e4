"""Which accounts of Miro and Notion a partnership uses: connect, disconnect, the page in Notion.

The way out begins with a form and ends with a link, because browsers hold `form-action` against
redirects. The way back is believed only in the browser that was sent away, and only once.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from plugin.accounts import connecting
from plugin.accounts.parent import choose_parent
from plugin.convene.communities import homes
from plugin.domain.communities import Partnership
from plugin.domain.connections import Vendor
from plugin.domain.people import Actor, Power
from plugin.errors import NotHere
from plugin.memory.search import partnership_of
from plugin.web.acting import acting
from plugin.web.errors import IN_PAGE, Told, told

if TYPE_CHECKING:
    from plugin.jobs import House

Page = str | tuple[str, int] | Response
_AWAY = "connecting"
_AWAY_AT_MOST_S = 15 * 60
# The pages that need a vendor, by blueprint: a broken connection is told on them.
_NEED = {
    "session": Vendor.MIRO,
    "new_session": Vendor.MIRO,
    "community": Vendor.MIRO,
    "desk": Vendor.MIRO,
    "sync": Vendor.NOTION,
    "pieces": Vendor.NOTION,
    "memory": Vendor.NOTION,
}


def routes(house: House) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("connections", __name__)

    @pages.get("/connections")
    def choose() -> Page:
        return _own(house, acting(house))

    @pages.get("/p/<partnership_id>/connections")
    def show(partnership_id: str) -> Page:
        return _page(house, acting(house), partnership_id)

    @pages.post("/p/<partnership_id>/connections/<vendor>")
    def begin(partnership_id: str, vendor: str) -> Page:
        return _begin(house, acting(house), partnership_id, _vendor(vendor))

    @pages.post("/p/<partnership_id>/connections/<vendor>/disconnect")
    def disconnect(partnership_id: str, vendor: str) -> Page:
        actor, kind = acting(house), _vendor(vendor)
        flash(connecting.disconnect(house.ground, house.accounts, actor, partnership_id, kind))
        return _back(partnership_id)

    @pages.post("/p/<partnership_id>/connections/parent")
    def parent(partnership_id: str) -> Page:
        return _choose_parent(house, acting(house), partnership_id)

    @pages.get("/connect/<vendor>/return")
    def returned(vendor: str) -> Page:
        answer = make_response(_returned(house, acting(house), _vendor(vendor)))
        answer.headers["Referrer-Policy"] = "no-referrer"  # the address holds a code
        return answer

    return pages


def ended_notices(
    house: House, actor: Actor | None, partnership: Partnership | None
) -> tuple[str, ...]:
    """Return the names of vendors that this page needs and that no longer let us in."""
    needed = _NEED.get(request.blueprint or "")
    if actor is None or partnership is None or needed is None:
        return ()
    if not actor.may(Power.SYNC, partnership.id):
        return ()
    broken = connecting.ended(house.accounts, partnership.id)
    return tuple(vendor.shown for vendor in broken if vendor is needed)


def _own(house: House, actor: Actor) -> Page:
    """Go to the only partnership whose connections this person looks after, or list them."""
    found = [
        home.partnership
        for home in homes(house.ground, actor)
        if actor.may(Power.CONNECT, home.partnership.id)
    ]
    if len(found) == 1:
        return redirect(url_for("connections.show", partnership_id=found[0].id))
    return render_template("connections_of.html", partnerships=found)


def _begin(house: House, actor: Actor, partnership_id: str, vendor: Vendor) -> Page:
    try:
        begun = connecting.begin(house.accounts, actor, partnership_id, vendor)
    except IN_PAGE as error:
        problem = told(error)
        return _page(house, actor, partnership_id, problem), problem.status
    session[_AWAY] = {
        "vendor": vendor.value,
        "partnership": partnership_id,
        "state": begun.state,
        "at": int(time.time()),
    }
    return render_template(
        "connecting.html",
        partnership=partnership_of(house.ground, actor, partnership_id),
        vendor=vendor,
        address=begun.address,
    )


def _returned(house: House, actor: Actor, vendor: Vendor) -> Page:
    away = _away(vendor)
    partnership_id = str(away["partnership"])
    if request.args.get("error"):
        flash(f"{vendor.shown} was told no. Nothing was changed.")
        return _back(partnership_id)
    try:
        made = connecting.finish(
            house.ground,
            house.accounts,
            actor,
            partnership_id,
            vendor,
            request.full_path,
            str(away["state"]),
        )
    except IN_PAGE as error:
        problem = told(error)
        return _page(house, actor, partnership_id, problem), problem.status
    name = made.installation.account_name
    flash(f"{vendor.shown} is connected{f' as {name}' if name else ''}.")
    return _back(partnership_id)


def _away(vendor: Vendor) -> dict[str, Any]:
    """Return what this browser was sent away with, which is good once; raise NotHere."""
    away = session.pop(_AWAY, None)
    is_ours = isinstance(away, dict) and away.get("vendor") == vendor.value
    if is_ours and time.time() - away.get("at", 0) <= _AWAY_AT_MOST_S:
        return dict(away)
    raise NotHere(
        "This browser has not begun to connect anything, or it was too long ago. Nothing was "
        f"changed. Open Connections and connect {vendor.shown} again."
    )


def _choose_parent(house: House, actor: Actor, partnership_id: str) -> Page:
    given = request.form.get("page", "")
    try:
        choose_parent(house.ground, house.accounts, actor, partnership_id, given)
    except IN_PAGE as error:
        problem = told(error)
        return _page(house, actor, partnership_id, problem, given), problem.status
    flash("Chosen. The memory is kept under this page.")
    return _back(partnership_id)


def _page(
    house: House,
    actor: Actor,
    partnership_id: str,
    problem: Told | None = None,
    given: str = "",
) -> str:
    partnership = partnership_of(house.ground, actor, partnership_id)
    shown = connecting.connections_of(house.ground, house.accounts, actor, partnership_id)
    chosen = house.accounts.chosen_parent(partnership_id)
    return render_template(
        "connections.html",
        partnership=partnership,
        shown=shown,
        chosen=chosen,
        by_server=house.settings.notion_parent,
        given=given,
        may_change=actor.may_everywhere(
            Power.CONNECT, partnership_id, house.accounts.community_ids(partnership_id)
        ),
        problem=problem,
    )


def _vendor(name: str) -> Vendor:
    try:
        return Vendor(name)
    except ValueError:
        abort(404)


def _back(partnership_id: str) -> Response:
    return redirect(url_for("connections.show", partnership_id=partnership_id), 303)

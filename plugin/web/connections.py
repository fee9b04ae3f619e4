"""Which accounts of Miro and Notion a partnership uses: connect, disconnect, the page in Notion.

The way out begins with a form and ends with a link, because browsers hold `form-action` against
redirects. The way back is believed only in the sign-in that was sent away, and only once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from plugin.accounts import connecting
from plugin.accounts.oauth_states import keep_state, take_state
from plugin.accounts.parent_page import page_id_of
from plugin.convene.group_home import homes
from plugin.domain.communities import Partnership
from plugin.domain.connections import Vendor
from plugin.domain.people import Actor, Power
from plugin.jobs import sealing
from plugin.jobs.connection_jobs import (
    CHOOSE_PARENT,
    CONNECT,
    DISCONNECT,
    PAGE,
    RETURNED_TO,
    STATE,
    VENDOR,
)
from plugin.jobs.job_kind import Place
from plugin.memory.search import partnership_of
from plugin.web import jobs
from plugin.web.current_user import current_user, sign_in
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

Page = str | tuple[str, int] | Response
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


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("connections", __name__)

    @pages.get("/connections")
    def choose() -> Page:
        return _own(runtime, current_user(runtime))

    @pages.get("/p/<partnership_id>/connections")
    def show(partnership_id: str) -> Page:
        actor = current_user(runtime)
        failed = jobs.failed_here(runtime, actor)
        if failed is None:
            return _page(runtime, actor, partnership_id)
        given = failed.payload.get(PAGE, "")
        return _page(runtime, actor, partnership_id, failed.problem, given)

    @pages.post("/p/<partnership_id>/connections/<vendor>")
    def begin(partnership_id: str, vendor: str) -> Page:
        return _begin(runtime, current_user(runtime), partnership_id, _vendor(vendor))

    @pages.post("/p/<partnership_id>/connections/<vendor>/disconnect")
    def disconnect(partnership_id: str, vendor: str) -> Page:
        asked = {VENDOR: _vendor(vendor).value}
        return jobs.begin(runtime, current_user(runtime), DISCONNECT, partnership_id, asked)

    @pages.post("/p/<partnership_id>/connections/parent")
    def parent(partnership_id: str) -> Page:
        return _choose_parent(runtime, current_user(runtime), partnership_id)

    @pages.get("/connect/<vendor>/return")
    def returned(vendor: str) -> Page:
        return _returned(runtime, current_user(runtime), _vendor(vendor))

    pages.after_request(_keep_code_here)
    return pages


def _keep_code_here(answer: Response) -> Response:
    """Let no page, of an error neither, tell the address that holds a code."""
    if request.endpoint == "connections.returned":
        answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def ended_notices(
    runtime: Runtime, actor: Actor | None, partnership: Partnership | None
) -> tuple[str, ...]:
    """Return the names of vendors that this page needs and that no longer let us in."""
    needed = _NEED.get(request.blueprint or "")
    if actor is None or partnership is None or needed is None:
        return ()
    if not actor.may(Power.SYNC, partnership.id):
        return ()
    is_broken = connecting.has_ended(runtime.accounts, partnership.id, needed)
    return (needed.shown,) if is_broken else ()


def _own(runtime: Runtime, actor: Actor) -> Page:
    """Go to the only partnership whose connections this person looks after, or list them."""
    found = [
        home.partnership
        for home in homes(runtime.services, actor)
        if actor.may(Power.CONNECT, home.partnership.id)
    ]
    if len(found) == 1:
        return redirect(url_for("connections.show", partnership_id=found[0].id))
    return render_template("connections_of.html", partnerships=found)


def _begin(runtime: Runtime, actor: Actor, partnership_id: str, vendor: Vendor) -> Page:
    try:
        begun = connecting.begin(runtime.accounts, actor, partnership_id, vendor)
    except IN_PAGE as error:
        problem = error_notice(error)
        return _page(runtime, actor, partnership_id, problem), problem.status
    keep_state(runtime.services, begun.state, sign_in(), vendor, partnership_id)
    return render_template(
        "connecting.html",
        partnership=partnership_of(runtime.services, actor, partnership_id),
        vendor=vendor,
        address=begun.address,
    )


def _returned(runtime: Runtime, actor: Actor, vendor: Vendor) -> Page:
    state = request.args.get("state", "")
    partnership_id = take_state(runtime.services, state, sign_in(), vendor)
    if request.args.get("error"):
        flash(f"{vendor.shown} was told no. Nothing was changed.")
        return _back(partnership_id)
    way_back = sealing.locked(runtime, {RETURNED_TO: request.full_path, STATE: state})
    asked = {VENDOR: vendor.value, **way_back}
    return jobs.begin(runtime, actor, CONNECT, partnership_id, asked)


def _choose_parent(runtime: Runtime, actor: Actor, partnership_id: str) -> Page:
    given = request.form.get("page", "")
    try:
        connecting.require_whole(runtime.accounts, actor, partnership_id)
        asked = {PAGE: page_id_of(given)}
        runtime.accounts.notion(partnership_id)
        return jobs.begin(runtime, actor, CHOOSE_PARENT, partnership_id, asked)
    except IN_PAGE as error:
        problem = error_notice(error)
        return _page(runtime, actor, partnership_id, problem, given), problem.status


def _page(
    runtime: Runtime,
    actor: Actor,
    partnership_id: str,
    problem: ErrorNotice | None = None,
    given: str = "",
) -> str:
    partnership = partnership_of(runtime.services, actor, partnership_id)
    shown = connecting.connections_of(runtime.services, runtime.accounts, actor, partnership_id)
    chosen = runtime.accounts.chosen_parent(partnership_id)
    return render_template(
        "connections.html",
        partnership=partnership,
        shown=shown,
        chosen=chosen,
        by_server=runtime.settings.notion_parent,
        job=None if problem else jobs.to_find_again(runtime, partnership_id, Place.CONNECTIONS),
        given=given,
        may_change=actor.may_everywhere(
            Power.CONNECT, partnership_id, runtime.accounts.community_ids(partnership_id)
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

"""Signing in by a one-time link, in the demo as one of the cast, and signing out.

Opening a link signs nobody in, since mail scanners open links too: its page has a button. The
answer is the same whether an address is known here or not, and so is the time that it takes: what
an address leads to is done after the answer, and mails are sent by a worker.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from plugin.convene.group_home import homes
from plugin.convene.sign_in import (
    address_of_link,
    cast,
    known_address,
    make_link,
    sign_in_as,
    sign_in_by_link,
)
from plugin.domain.people import OPERATOR, Actor, Role
from plugin.jobs.sign_in_mails import ask_for_link
from plugin.logs.redaction import PASSED_ON
from plugin.use_cases import Runtime
from plugin.web import current_user
from plugin.web.aside import Aside
from plugin.web.current_user import go_to, own_path, signed_in
from plugin.web.formats import roles_in_words
from plugin.web.single_sign_on import BY_PROVIDER

# The only secret that is ever logged: without a mail server it is the only way in.
LOG = logging.getLogger(PASSED_ON)
_LET_IN = (
    "Somebody else made this link for you. It opens one partnership, and you two count as one "
    "person when something is recorded, until you sign in by a link that you ask for yourself."
)
_STILL_THERE = "still_signed_in_there"
_FIRST = (Role.FACILITATOR, Role.LEARNING_PARTNER, Role.SPONSOR)


class Throttle:
    """Lets an address do something a few times within a while.

    Each web process counts for itself: where somebody tried from is stored nowhere. Asking in vain
    is not counted, so that nobody can shut somebody else out for longer.
    """

    def __init__(self, most: int, within_s: float) -> None:
        self._most, self._within_s = most, within_s
        self._asked: dict[str, list[float]] = {}

    def lets(self, address: str, now: float) -> bool:
        """Say whether this address may do it once more at `now`, and count it if so."""
        self._asked = {
            known: recent
            for known, times in self._asked.items()
            if (recent := [at for at in times if now - at < self._within_s])
        }
        times = self._asked.setdefault(address, [])
        if len(times) >= self._most:
            return False
        times.append(now)
        return True


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module; the cast's exists in the demo only."""
    pages = Blueprint("sign_in", __name__)
    aside = Aside()
    pages.record_once(lambda state: state.app.extensions.update(hedgerow_aside=aside))

    @pages.get("/sign-in")
    def show() -> ResponseReturnValue:
        session["back"] = own_path(request.args.get("next"))
        if signed_in(runtime):
            return go_to(session.pop("back"))
        return _page(runtime)

    @pages.post("/sign-in")
    def ask() -> str:
        aside.do(partial(_pass_on, runtime, request.form.get("email", "")))
        return render_template("sign_in_asked.html", by_mail=runtime.settings.smtp_url is not None)

    @pages.get("/sign-in/<token>")
    def opened(token: str) -> str:
        return render_template("sign_in_link.html", token=token)

    @pages.post("/sign-in/<token>")
    def use(token: str) -> ResponseReturnValue:
        begun = sign_in_by_link(
            runtime.services, token, current_user.sign_in(), ends_others="alone" in request.form
        )
        if begun is None:
            return _page(runtime, is_too_late=True), 400
        response = current_user.enter(begun)
        if begun.actor.let_in_by:
            flash(_LET_IN)
        return response

    @pages.post("/sign-out")
    def sign_out() -> ResponseReturnValue:
        return _sign_out(runtime)

    if runtime.settings.is_demo:
        pages.post("/sign-in/as", endpoint="as_cast")(lambda: _as_one_of_the_cast(runtime))
    return pages


def _sign_out(runtime: Runtime) -> ResponseReturnValue:
    by_provider = session.get(BY_PROVIDER)
    current_user.end(runtime)
    flash("You are signed out.")
    if by_provider:
        session[_STILL_THERE] = True
    return redirect(url_for("sign_in.show"))


def _page(runtime: Runtime, *, is_too_late: bool = False) -> str:
    by_mail = runtime.settings.smtp_url is not None
    return render_template(
        "sign_in.html",
        cast=_cast(runtime),
        is_too_late=is_too_late,
        by_mail=by_mail,
        provider=runtime.settings.openid,
        is_still_there=session.pop(_STILL_THERE, False),
    )


def _cast(runtime: Runtime) -> tuple[tuple[Actor, str], ...]:
    """Return the demo's people, each with roles and partnership in words."""
    if not runtime.settings.is_demo:
        return ()
    names = {
        home.partnership.id: home.partnership.name for home in homes(runtime.services, OPERATOR)
    }
    people = sorted(cast(runtime.services), key=_as_told)
    return tuple((person, _place(person, names)) for person in people)


def _as_told(person: Actor) -> int:
    """Put those whom the demo names first, before the many who take part."""
    roles = {each.role for each in person.memberships}
    return next((place for place, role in enumerate(_FIRST) if role in roles), len(_FIRST))


def _place(person: Actor, names: Mapping[str, str]) -> str:
    held = {each.partnership_id: names.get(each.partnership_id, "") for each in person.memberships}
    return "; ".join(f"{roles_in_words(person.roles(here))}, {name}" for here, name in held.items())


def _as_one_of_the_cast(runtime: Runtime) -> ResponseReturnValue:
    begun = sign_in_as(runtime.services, request.form.get("person", ""), current_user.sign_in())
    if begun is None:
        abort(404)
    return current_user.enter(begun)


def _pass_on(runtime: Runtime, email: str) -> None:
    if runtime.settings.smtp_url:
        ask_for_link(runtime, email)
        return
    address = known_address(runtime.services, email)
    token = None if address is None else make_link(runtime.services, address, is_asked=True)
    if address is None or token is None:
        return
    link = address_of_link(runtime.settings.base_url, token)
    LOG.warning("No mail server is set. Pass this link on to %s: %s", _masked(address), link)


def _masked(address: str) -> str:
    name, _, place = address.partition("@")
    return f"{name[:1]}…@{place}"

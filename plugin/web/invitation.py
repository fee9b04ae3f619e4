"""*Invite*: when and where a session is, and its invitation as page, text, file and mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.calendar_file import calendar_file
from plugin.convene.invitations import (
    InvitationView,
    arrange,
    invitation_page,
    invite_by_mail,
    time_given,
)
from plugin.domain.invitations import Arrangements
from plugin.domain.overtaken import different, together
from plugin.domain.people import Actor, Power
from plugin.languages import lazy_gettext
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice, save_or_show_again
from plugin.web.flashes import flash_sentences
from plugin.web.meanwhile import NOTHING_MEANWHILE, Meanwhile, also, told_of
from plugin.web.qr_code import qr_code
from plugin.web.session import board_link

_HEADINGS = {
    "starts_at": "Starts at",
    "place": "Where",
    "access": "What people may need",
    "other_ways": "Other ways to take part",
    "notice": "Data-protection notice",
    "outcome": "What should come of it",
}
_INVITED, _THE_BOARD = lazy_gettext("You are invited"), lazy_gettext("The board")
_POINT = lazy_gettext("Point your phone’s camera at the code. The facilitator lets people in.")
_WORDS = ("place", "access", "other_ways", "notice", "outcome")


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("invitation", __name__)

    @pages.route("/s/<session_id>/invite", methods=["GET", "POST"])
    def prepare(session_id: str) -> ResponseReturnValue:
        return _prepare(runtime, current_user(runtime), session_id)

    @pages.post("/s/<session_id>/invite/mail")
    def send(session_id: str) -> ResponseReturnValue:
        return _send(runtime, current_user(runtime), session_id)

    @pages.get("/s/<session_id>/invitation")
    def show(session_id: str) -> str:
        view = invitation_page(runtime.services, current_user(runtime), session_id)
        link = board_link(runtime, view.board)
        return _page(runtime, "invitation.html", view, code=qr_code(link), board_link=link)

    @pages.get("/s/<session_id>/invitation.ics")
    def calendar(session_id: str) -> Response:
        view = invitation_page(runtime.services, current_user(runtime), session_id)
        settings = runtime.settings
        file = calendar_file(
            view.invitation,
            session_id=session_id,
            page=f"{settings.base_url}/s/{session_id}/invitation",
            host=settings.host_names[0],
            zone=settings.time_zone,
            now=runtime.services.now,
        )
        return _download(file, "text/calendar; charset=utf-8", "invitation.ics")

    @pages.get("/s/<session_id>/invitation.txt")
    def text(session_id: str) -> Response:
        view = invitation_page(runtime.services, current_user(runtime), session_id)
        words = view.invitation.as_text().encode()
        return _download(words, "text/plain; charset=utf-8", "invitation.txt")

    return pages


def _page(runtime: Runtime, template: str, view: InvitationView, **more: Any) -> str:
    return render_template(
        template,
        view=view,
        meeting=view.session,
        invitation=view.invitation,
        invited=_INVITED,
        the_board=_THE_BOARD,
        point=_POINT,
        community=view.community,
        **more,
    )


def _prepare(runtime: Runtime, actor: Actor, session_id: str) -> ResponseReturnValue:
    view = invitation_page(runtime.services, actor, session_id)
    actor.require(Power.RUN_SESSION, view.session.partnership_id, view.session.community_id)
    if request.method == "GET":
        return _form(runtime, view, _as_typed(view.invitation.arrangements))
    shown = request.form.get("shown")

    def save() -> ResponseReturnValue:
        wanted = _arrangements_typed()
        saved = arrange(runtime.services, actor, session_id, wanted, shown)
        theirs = different(saved.fields, wanted.fields)
        flash_sentences([f"Saved. The invitation below says so.{also(theirs, _HEADINGS)}"])
        return redirect(url_for("invitation.prepare", session_id=session_id))

    def again(words: ErrorNotice, is_overtaken: bool) -> str:
        now = invitation_page(runtime.services, actor, session_id)
        if not is_overtaken:
            return _form(runtime, now, request.form, words, shown)
        stands = now.invitation.arrangements
        found = together(shown or "", stands.fields, _arrangements_typed().fields)
        told = told_of(found, _HEADINGS, _as_typed(stands))
        typed = _as_typed(Arrangements(**found.fields))
        return _form(runtime, now, typed, words, now.shown, told)

    return save_or_show_again(save, again)


def _form(
    runtime: Runtime,
    view: InvitationView,
    typed: Mapping[str, str],
    problem: ErrorNotice | None = None,
    shown: str | None = None,
    meanwhile: Meanwhile = NOTHING_MEANWHILE,
) -> str:
    return _page(
        runtime,
        "invite.html",
        view,
        typed=typed,
        problem=problem,
        by_mail=runtime.settings.smtp_url is not None,
        shown=view.shown if shown is None else shown,
        meanwhile=meanwhile,
    )


def _send(runtime: Runtime, actor: Actor, session_id: str) -> ResponseReturnValue:
    try:
        reached = invite_by_mail(runtime.services, actor, session_id)
    except IN_PAGE as error:
        view = invitation_page(runtime.services, actor, session_id)
        words = error_notice(error)
        typed = _as_typed(view.invitation.arrangements)
        return _form(runtime, view, typed, words), words.status
    people = "one person" if reached == 1 else f"{reached} people"
    flash_sentences([f"The invitation goes to {people} by mail within a minute or two."])
    return redirect(url_for("invitation.prepare", session_id=session_id))


def _arrangements_typed() -> Arrangements:
    words = {name: request.form.get(name, "").strip() for name in _WORDS}
    return Arrangements(starts_at=time_given(request.form.get("starts_at", "")), **words)


def _as_typed(arranged: Arrangements) -> dict[str, str]:
    starts = arranged.starts_at
    typed = {name: getattr(arranged, name) for name in _WORDS}
    return {**typed, "starts_at": "" if starts is None else f"{starts:%H:%M}"}


def _download(body: bytes, kind: str, name: str) -> Response:
    response = Response(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

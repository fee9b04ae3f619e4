"""Changing a session: its name and day, or calling it off after a page that says what goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from plugin.convene.changing_sessions import LONGEST_NAME, call_off, change_session
from plugin.convene.session_page import SessionView, session_page
from plugin.domain.days import coming_day
from plugin.domain.overtaken import different, shown_mark, together
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import Board, Session
from plugin.jobs import sealing
from plugin.jobs.call_off_jobs import BOARD, CALL_OFF, SESSION
from plugin.languages import SessionLanguage
from plugin.use_cases import Runtime
from plugin.web import jobs
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice, save_or_show_again
from plugin.web.flashes import flash_sentences
from plugin.web.forms import day_of, language_typed
from plugin.web.meanwhile import NOTHING_MEANWHILE, Meanwhile, also, told_of
from plugin.web.session import board_link

_REMOVE = "remove"
_HEADINGS = {"name": "Name", "day": "Day", "language": "Language"}
_PRINTED = "The board in Miro keeps its name, and the day that it prints."


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("change_session", __name__)

    @pages.route("/s/<session_id>/change", methods=["GET", "POST"])
    def show(session_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        view = _view(runtime, actor, session_id)
        if request.method == "GET":
            return _page(runtime, view, _as_typed(view.session))
        return _change(runtime, actor, view)

    @pages.post("/s/<session_id>/call-off")
    def off(session_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        view = _view(runtime, actor, session_id)
        try:
            if view.board and request.form.get("board") == _REMOVE:
                return _remove_too(runtime, actor, view.session, view.board)
            session = call_off(runtime.services, actor, session_id)
        except IN_PAGE as error:
            words = error_notice(error)
            return _page(runtime, view, _as_typed(view.session), words), words.status
        stays = ["Its board is still in Miro: delete it there if nobody needs it."]
        flash_sentences([f"{session.name} is called off.", *(stays if view.board else [])])
        return redirect(url_for("community.show", community_id=session.community_id))

    return pages


def _change(runtime: Runtime, actor: Actor, view: SessionView) -> ResponseReturnValue:
    form, session_id = request.form, view.session.id
    shown = form.get("shown")

    def save() -> ResponseReturnValue:
        wanted = _wanted(view.session, form)
        named, day, language = wanted.values()
        saved = change_session(runtime.services, actor, session_id, named, day, shown, language)
        changed = "Changed." + also(different(saved.fields, wanted), _HEADINGS)
        flash_sentences([changed, _PRINTED] if view.board else [changed])
        return redirect(url_for("session.show", session_id=session_id))

    def again(words: ErrorNotice, is_overtaken: bool) -> str:
        if not is_overtaken:
            return _page(runtime, view, form, words, shown)
        now = _view(runtime, actor, session_id)
        found = together(shown or "", now.session.fields, _wanted(now.session, form))
        typed = _as_typed(replace(now.session, **found.fields))
        told = told_of(found, _HEADINGS, _in_words(now.session))
        return _page(runtime, now, typed, words, meanwhile=told)

    return save_or_show_again(save, again)


def _wanted(session: Session, form: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields that were sent; a language that none was sent for stays."""
    language = language_typed(form) or session.language
    return {"name": form.get("name", ""), "day": day_of(form.get("day", "")), "language": language}


def _in_words(session: Session) -> dict[str, str]:
    day, language = coming_day(session.day), session.language.in_words
    return {"name": session.name, "day": day, "language": language}


def _as_typed(session: Session) -> dict[str, str]:
    return {
        "name": session.name,
        "day": session.day.isoformat(),
        "language": session.language.value,
    }


def _remove_too(runtime: Runtime, actor: Actor, session: Session, board: Board) -> Response:
    """Let a job call the session off and remove its board: Miro is asked by jobs alone."""
    locked = sealing.locked(runtime, {BOARD: board.miro_board_id})
    payload = {SESSION: session.id, **locked}
    return jobs.begin(runtime, actor, CALL_OFF, session.community_id, payload)


def _view(runtime: Runtime, actor: Actor, session_id: str) -> SessionView:
    view = session_page(runtime.services, actor, session_id)
    actor.require(Power.RUN_SESSION, view.session.partnership_id, view.session.community_id)
    return view


def _page(
    runtime: Runtime,
    view: SessionView,
    typed: Mapping[str, str],
    problem: ErrorNotice | None = None,
    shown: str | None = None,
    meanwhile: Meanwhile = NOTHING_MEANWHILE,
) -> str:
    return render_template(
        "change_session.html",
        view=view,
        meeting=view.session,
        community=view.community,
        typed=typed,
        longest=LONGEST_NAME,
        board_link=board_link(runtime, view.board),
        is_closed=view.session.closed_at is not None,
        problem=problem,
        shown=shown or shown_mark(*view.session.fields.values()),
        languages=SessionLanguage,
        meanwhile=meanwhile,
    )

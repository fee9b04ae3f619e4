"""A participant's pages, without account and without cookie: join, write, see what one wrote.

A personal link is part of every address here, so that answers are neither stored nor passed on
(`web.safety`), and logs hold patterns. Everything works without scripts.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from plugin.convene.design_lookup import find_design
from plugin.converse.joining import open_code, take_part
from plugin.converse.own_page import OwnPage, own_page
from plugin.converse.writing import write_notes
from plugin.domain.join_codes import WORDS_IN_CODE, in_words, read_code, words_in
from plugin.domain.notes import LONGEST_NOTE
from plugin.domain.taking_part import KEPT_BACK, ONLY_TALK
from plugin.errors import BadInput, HedgerowError, NotNow
from plugin.jobs.asking import wake
from plugin.use_cases import Runtime
from plugin.web import errors
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.forms import press_of
from plugin.web.guesses import MOST, TOO_MANY, WITHIN_S, counted
from plugin.web.language import prefer
from plugin.web.sign_in import Throttle

LONGEST_TYPED = 200  # seven words of at most eight letters, however they are parted
_JOINED_AT_MOST = 200  # in a quarter of an hour, behind one address: a whole conference


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages, guesses = Blueprint("take_part", __name__), Throttle(MOST, WITHIN_S)
    pages.register_error_handler(HedgerowError, in_short)
    _add_joining(pages, runtime, guesses)
    _add_own_pages(pages, runtime, guesses)
    return pages


def _add_joining(pages: Blueprint, runtime: Runtime, guesses: Throttle) -> None:
    joined = Throttle(_JOINED_AT_MOST, WITHIN_S)

    @pages.route("/j", methods=["GET", "POST"])  # POST: seven words are typed here too
    def ask() -> ResponseReturnValue:
        given = request.values.get("code", "")
        # More words than a code has are those of somebody's notes, which no address holds.
        if len(words_in(given)) > WORDS_IN_CODE and request.method == "POST":
            return render_template("own_words.html", typed=given[:LONGEST_TYPED], is_no_code=True)
        if len(words_in(given)) > WORDS_IN_CODE:
            return redirect(url_for("own_words.ask", instead="code"), 303)
        code = read_code(given)
        if code:
            return redirect(url_for("take_part.join", code=code), 303)
        return render_template("join_code.html")

    @pages.get("/j/<code>")
    def join(code: str) -> str:
        with counted(guesses):
            return _joining(runtime, code)

    @pages.post("/j/<code>")
    def agree(code: str) -> Response:
        with counted(guesses):
            if not joined.lets(request.remote_addr or "", time.monotonic()):
                raise NotNow(TOO_MANY)
            session_id, token = take_part(runtime.services, code)
        return lead_to("take_part.home", session_id, token)


def _add_own_pages(pages: Blueprint, runtime: Runtime, guesses: Throttle) -> None:
    @pages.get("/me/<session_id>/<token>")
    def home(session_id: str, token: str) -> ResponseReturnValue:
        with counted(guesses):
            page = open_own(runtime, session_id, token)
        if page.is_open and page.now and not page.has_to_choose_room:
            return lead_to("take_part.box", session_id, token, code=page.now[0])
        place = "own_notes.listed" if page.is_closed else "take_part.boxes"
        return lead_to(place, session_id, token)

    @pages.get("/me/<session_id>/<token>/now")
    def now(session_id: str, token: str) -> str:
        with counted(guesses):
            page = open_own(runtime, session_id, token)
        at = request.args.get("at", "")  # the box that the page shows
        return render_own("_phone_clock.html", page, token, at=at).strip()

    @pages.get("/me/<session_id>/<token>/boxes")
    def boxes(session_id: str, token: str) -> str:
        with counted(guesses):
            page = open_own(runtime, session_id, token)
            return boxes_page(runtime, page, token, is_kept=request.args.get("done") == "reminded")

    @pages.get("/me/<session_id>/<token>/boxes/<code>")
    def box(session_id: str, token: str, code: str) -> str:
        with counted(guesses):
            return _box(open_own(runtime, session_id, token), token, code)

    @pages.post("/me/<session_id>/<token>/boxes/<code>")
    def send(session_id: str, token: str, code: str) -> ResponseReturnValue:
        with counted(guesses):
            return _send(runtime, session_id, token, code)


def boxes_page(runtime: Runtime, page: OwnPage, token: str, **more: Any) -> str:
    by_mail = runtime.settings.smtp_url is not None
    return render_own("phone_boxes.html", page, token, by_mail=by_mail, **more)


def open_own(runtime: Runtime, session_id: str, token: str) -> OwnPage:
    find = partial(find_design, runtime.services)
    page = own_page(runtime.services, session_id, token, find)
    prefer(page.join.session.language)
    return page


def _joining(runtime: Runtime, code: str) -> str:
    found = open_code(runtime.services, code, partial(find_design, runtime.services))
    prefer(found.session.language)
    return render_template(
        "join.html", join=found, code=read_code(code), spoken=in_words(read_code(code))
    )


def _send(runtime: Runtime, session_id: str, token: str, code: str) -> ResponseReturnValue:
    """Store a note, or show the form again with what was typed and why it was not sent."""
    texts = request.form.getlist("note")
    find = partial(find_design, runtime.services)
    try:
        sending = write_notes(
            runtime.services,
            session_id,
            token,
            code,
            texts,
            press_of(request.form),
            find,
            request.form.get("kind", ""),
        )
    except BadInput as error:
        problem = error_notice(error)
        page = open_own(runtime, session_id, token)
        return _box(page, token, code, texts, problem), problem.status
    if sending.job_id is not None:
        wake(runtime, sending.job_id)
    sent = "kept back" if sending.is_kept_back else "yes"
    return lead_to("take_part.box", session_id, token, code=code, sent=sent)


def _box(
    page: OwnPage,
    token: str,
    code: str,
    typed: Sequence[str] = (),
    problem: ErrorNotice | None = None,
) -> str:
    box = page.box(code)
    place = page.join.boxes.index(box)
    return render_own(
        "phone_box.html",
        page,
        token,
        box=box,
        number=place + 1,
        before=page.join.boxes[place - 1] if place else None,
        after=page.join.boxes[place + 1] if place + 1 < len(page.join.boxes) else None,
        typed=list(typed) if box.takes_notes else [],
        typed_kind=request.form.get("kind", ""),
        problem=problem,
        longest=LONGEST_NOTE,
        only_talk=ONLY_TALK,
        sent=request.args.get("sent"),
        kept_back=KEPT_BACK,
    )


def render_own(template: str, page: OwnPage, token: str, **more: Any) -> str:
    boxes = {box.code: box for box in page.join.boxes}
    return render_template(
        template,
        page=page,
        join=page.join,
        token=token,
        session_id=page.join.session.id,
        mine=[(note, boxes.get(note.zone_code)) for note in page.notes],
        now=[boxes[code] for code in page.now],
        **more,
    )


def lead_to(place: str, session_id: str, token: str, **more: str) -> Response:
    values: dict[str, Any] = {"session_id": session_id, "token": token, **more}
    return redirect(url_for(place, **values), 303)


def in_short(error: HedgerowError) -> tuple[str, int]:
    """Say what went wrong on a page that an old phone loads quickly."""
    return errors.in_short(error_notice(error))

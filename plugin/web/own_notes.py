"""*My notes*: what one wrote by phone, behind one's own link; changed until Close, then followed.

Nothing happens by opening a page: taking back is a button that says first what it does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.converse.answering import to_check
from plugin.converse.outcomes import outcomes, take_words_out
from plugin.converse.own_notes import (
    ask_to_talk,
    change_note,
    delete_note,
    is_sent_again,
    no_need_to_talk,
    own_note,
    take_back_own,
)
from plugin.converse.passphrases import own_words
from plugin.converse.staying import asked_about, asked_of
from plugin.domain.notes import LONGEST_NOTE, NoteState
from plugin.domain.people import OPERATOR
from plugin.domain.reminders import is_address, own_link_mail
from plugin.domain.taking_part import KEPT_BACK
from plugin.domain.talk_wishes import LONGEST_WHERE
from plugin.errors import BadInput, HedgerowError, NotNow
from plugin.govern.withdrawal import confirm_erased
from plugin.jobs.asking import ask, wake
from plugin.jobs.phone_jobs import SEND_LINK, link_to_send
from plugin.languages import lazy_gettext, translate
from plugin.store.sign_ins import hash_of
from plugin.use_cases import Runtime
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.guesses import MOST, TOO_MANY, WITHIN_S, counted
from plugin.web.language import current_language, with_language
from plugin.web.own_note_fate import _piece, reached_by, went_to, words_of_writer
from plugin.web.qr_code import qr_code
from plugin.web.sign_in import Throttle
from plugin.web.take_part import in_short, lead_to, open_own, render_own


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages, guesses = Blueprint("own_notes", __name__), Throttle(MOST, WITHIN_S)
    pages.register_error_handler(HedgerowError, in_short)

    @pages.get("/me/<session_id>/<token>/notes")
    def listed(session_id: str, token: str) -> str:
        with counted(guesses):
            return _listed(runtime, session_id, token)

    @pages.get("/me/<session_id>/<token>/notes/<note_id>")
    def show(session_id: str, token: str, note_id: str) -> str:
        with counted(guesses):
            return _page(runtime, session_id, token, note_id)

    @pages.post("/me/<session_id>/<token>/notes/<note_id>/change")
    def change(session_id: str, token: str, note_id: str) -> ResponseReturnValue:
        with counted(guesses):
            return _change(runtime, (session_id, token, note_id))

    @pages.post("/me/<session_id>/<token>/notes/<note_id>/delete")
    def delete(session_id: str, token: str, note_id: str) -> ResponseReturnValue:
        def act() -> tuple[str | None, ...]:
            return (delete_note(runtime.services, session_id, token, note_id),)

        with counted(guesses):
            return _then(runtime, (session_id, token, note_id), act, "deleted")

    _add_talking(pages, runtime, guesses)
    _add_ending(pages, runtime, guesses)
    return pages


def _add_talking(pages: Blueprint, runtime: Runtime, guesses: Throttle) -> None:
    @pages.post("/me/<session_id>/<token>/notes/<note_id>/talk-first")
    def talk_first(session_id: str, token: str, note_id: str) -> ResponseReturnValue:
        def act() -> tuple[str | None, ...]:
            where = request.form.get("where", "")
            ask_to_talk(runtime.services, session_id, token, note_id, where)
            return ()

        with counted(guesses):
            return _then(runtime, (session_id, token, note_id), act, "")

    @pages.post("/me/<session_id>/<token>/notes/<note_id>/no-talk")
    def no_talk(session_id: str, token: str, note_id: str) -> ResponseReturnValue:
        with counted(guesses):
            no_need_to_talk(runtime.services, session_id, token, note_id)
            return lead_to("own_notes.show", session_id, token, note_id=note_id)


def _add_ending(pages: Blueprint, runtime: Runtime, guesses: Throttle) -> None:
    sent = Throttle(_LINKS_AT_MOST, WITHIN_S)

    @pages.post("/me/<session_id>/<token>/notes/<note_id>/take-back")
    def take_back(session_id: str, token: str, note_id: str) -> ResponseReturnValue:
        def act() -> tuple[str | None, ...]:
            return take_back_own(runtime.services, session_id, token, note_id)

        with counted(guesses):
            return _then(runtime, (session_id, token, note_id), act, "")

    @pages.post("/me/<session_id>/<token>/check/<question_id>/take-out")
    def take_out(session_id: str, token: str, question_id: str) -> ResponseReturnValue:
        with counted(guesses):
            take_words_out(runtime.services, session_id, token, question_id)
            confirm_erased(runtime.services)
            return lead_to("own_notes.listed", session_id, token, done="taken out")

    @pages.post("/me/<session_id>/<token>/send-link")
    def send_link(session_id: str, token: str) -> ResponseReturnValue:
        given = request.form.get("address", "").strip()
        with counted(guesses):
            open_own(runtime, session_id, token)
            if not is_address(given):
                problem = error_notice(BadInput(_NO_ADDRESS))
                more = {"problem": problem, "typed_address": given}
                return _listed(runtime, session_id, token, **more), problem.status
        if not sent.lets(hash_of(token), time.monotonic()):
            raise NotNow(TOO_MANY)
        _send_link(runtime, session_id, token, given)
        return lead_to("own_notes.listed", session_id, token, done="link sent")

    @pages.post("/me/<session_id>/<token>/finish")
    def finish(session_id: str, token: str) -> ResponseReturnValue:
        answer = redirect(url_for("own_notes.finished"), 303)
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer

    @pages.get("/j/finished")
    def finished() -> str:
        return render_template("phone_finished.html")


_LINKS_AT_MOST = 3  # to one link's holder, in a quarter of an hour
_NO_ADDRESS = lazy_gettext(
    "This is no e-mail address. Nothing was sent. Write it as name@example.org."
)
_NO_MAIL = lazy_gettext(
    "This Hedgerow sends no mail. Nothing was sent. Copy the address, or scan the code."
)
_SAID = {
    "link sent": lazy_gettext(
        "Hedgerow sends the link now, and forgets your address with it. If no mail comes within a "
        "few minutes, copy the link, or try again."
    ),
    "reminded": lazy_gettext("Hedgerow reminds you, and forgets your address with the last mail."),
    "changed": lazy_gettext("Changed. Words that you replaced are forgotten."),
    "deleted": lazy_gettext("Deleted. Nothing of it is kept."),
    "kept back": KEPT_BACK,
    "taken out": lazy_gettext(
        "Nobody outside the group reads these words any more. They go out of the text."
    ),
}


def _said() -> str:
    return _SAID.get(request.args.get("done", ""), "")


def _listed(runtime: Runtime, session_id: str, token: str, **more: Any) -> str:
    page = open_own(runtime, session_id, token)
    address = own_address(runtime, session_id, token)
    became = [
        (each, _piece(runtime, each.whole, each.title))
        for each in outcomes(runtime.services, session_id, token)
    ]
    return render_own(
        "phone_notes.html",
        page,
        token,
        asked=to_check(runtime.services, session_id, token),
        asked_to_stay=asked_about(runtime.services, session_id, token),
        became=became,
        said=_said(),
        address=address,
        qr=qr_code(address),
        words=own_words(runtime.services, token),
        words_at=f"{runtime.settings.base_url}/j/words",
        is_given_words=request.args.get("done") == "words",
        by_mail=runtime.settings.smtp_url is not None,
        **more,
    )


def _change(runtime: Runtime, where: tuple[str, str, str]) -> ResponseReturnValue:
    words, kind = request.form.get("note", ""), request.form.get("kind", "")
    is_same = is_sent_again(runtime.services, *where, words)

    def act() -> tuple[str | None, ...]:
        return (change_note(runtime.services, *where, words, kind),)

    return _then(runtime, where, act, "kept back" if is_same else "changed")


def _send_link(runtime: Runtime, session_id: str, token: str, address: str) -> None:
    """Let a job send somebody the address of their notes; raise NotNow without a mail server.

    The job is about nothing that is stored: neither the session nor the link stands in its row.
    """
    if runtime.settings.smtp_url is None:
        raise NotNow(_NO_MAIL)
    subject, words = own_link_mail(own_address(runtime, session_id, token))
    said = (translate(each, current_language()) for each in (subject, words))
    payload = link_to_send(runtime, address, *said)
    ask(runtime, OPERATOR, SEND_LINK, runtime.services.new_id(), payload)


def own_address(runtime: Runtime, session_id: str, token: str) -> str:
    """Return the address of somebody's own pages, with the language that they chose."""
    return with_language(f"{runtime.settings.base_url}/me/{session_id}/{token}")


def _then(
    runtime: Runtime,
    where: tuple[str, str, str],
    act: Callable[[], tuple[str | None, ...]],
    done: str,
) -> ResponseReturnValue:
    """Do one thing; lead to the list, or to the note's page with its receipt where `done` is empty.

    What cannot be done is said on the note's page, with what was typed.
    """
    session_id, token, note_id = where
    try:
        jobs = act()
    except BadInput as error:
        problem = error_notice(error)
        typed = request.form.get("note")
        return _page(runtime, session_id, token, note_id, typed, problem), problem.status
    confirm_erased(runtime.services)
    for job_id in jobs:
        if job_id is not None:
            wake(runtime, job_id)
    if done:
        return lead_to("own_notes.listed", session_id, token, done=done)
    return lead_to("own_notes.show", session_id, token, note_id=note_id)


def _page(
    runtime: Runtime,
    session_id: str,
    token: str,
    note_id: str,
    typed: str | None = None,
    problem: ErrorNotice | None = None,
) -> str:
    page = open_own(runtime, session_id, token)
    found = own_note(runtime.services, session_id, token, note_id)
    box = next((each for each in page.join.boxes if each.code == found.note.zone_code), None)
    return render_own(
        "phone_note.html",
        page,
        token,
        found=found,
        note=found.note,
        box=box,
        typed=words_of_writer(found.note) if typed is None else typed,
        typed_kind=request.form.get("kind", ""),
        longest=LONGEST_NOTE,
        went=went_to(runtime, found),
        reached=reached_by(found),
        staying=asked_of(runtime.services, session_id, token, note_id),
        has_left=found.note.state is NoteState.LEFT_BOARD,
        typed_where=request.form.get("where", ""),
        longest_where=LONGEST_WHERE,
        problem=problem,
    )

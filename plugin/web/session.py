"""A session's page: the board and who may come in, collecting, the brake's question, afterwards.

Members see when, where and which pieces came of it; notes are for those who run the session and
for the learning partner, and their words stay folded, since this screen is often projected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, tzinfo
from functools import partial
from typing import Any
from urllib.parse import quote

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.capture import run as capture
from plugin.capture.other_items import NOT_COLLECTED
from plugin.convene.closing_session import after_closing
from plugin.convene.design_lookup import find_design
from plugin.convene.last_board import as_held, tallies
from plugin.convene.session_page import SessionView, session_page
from plugin.convene.sessions import hold_without_board
from plugin.convene.without_board import open_without_board
from plugin.converse.pulse import pulse_of
from plugin.domain.agreements import Attribution
from plugin.domain.brought_notes import HOW_IT_CAME, why_no_notes
from plugin.domain.days import long_day, moment
from plugin.domain.notes import Note
from plugin.domain.nudges import nudges
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import Board, Brake, SessionState, how_to_take_back
from plugin.domain.templates import Template
from plugin.errors import BadInput
from plugin.jobs import sealing
from plugin.jobs.job_kind import Place
from plugin.jobs.people_jobs import ADDRESS, LET_IN
from plugin.jobs.session_jobs import BUILD, COLLECT
from plugin.mirror.laying_out import cards_to_delete
from plugin.scaffold.run import read_address
from plugin.scaffold.thumbnail import thumbnail
from plugin.use_cases import Runtime
from plugin.web import jobs
from plugin.web.boxes import BoxView, boxes_of
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice
from plugin.web.flashes import flash_sentences
from plugin.web.formats import collected_words
from plugin.web.forms import board_id_of
from plugin.web.join import join_shown
from plugin.web.readership import read_by
from plugin.web.rehearsal import pretended
from plugin.web.rooms_form import fields_of_rooms

_ASKS_FOR = {Attribution.ORIGIN: "origin", Attribution.NAMED: "name"}
ASKED = "Tidying, or taken back?"  # answered questions are not shown again


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("session", __name__)

    @pages.get("/s/<session_id>")
    def show(session_id: str) -> str:
        return _show(runtime, current_user(runtime), session_id)

    @pages.post("/s/<session_id>/build")
    def build(session_id: str) -> ResponseReturnValue:
        return _begin(runtime, session_id, BUILD, _board_asked_for)

    @pages.post("/s/<session_id>/let-in")
    def let_in(session_id: str) -> ResponseReturnValue:
        return _begin(runtime, session_id, LET_IN, partial(_asked_in, runtime))

    @pages.post("/s/<session_id>/collect")
    def collect(session_id: str) -> ResponseReturnValue:
        return _begin(runtime, session_id, COLLECT)

    @pages.post("/s/<session_id>/brake/<brake_id>")
    def brake(session_id: str, brake_id: str) -> ResponseReturnValue:
        return _then(runtime, session_id, _answer_brake, brake_id)

    @pages.post("/s/<session_id>/copy/<item_hash>")
    def copy(session_id: str, item_hash: str) -> ResponseReturnValue:
        return _then(runtime, session_id, _answer_copy, item_hash)

    @pages.post("/s/<session_id>/other-items")
    def other_items(session_id: str) -> ResponseReturnValue:
        return _then(runtime, session_id, _other_items)

    @pages.post("/s/<session_id>/open")
    def open_session(session_id: str) -> ResponseReturnValue:
        return _then(runtime, session_id, _open_without_board)

    @pages.post("/s/<session_id>/held")
    def held(session_id: str) -> ResponseReturnValue:
        return _then(runtime, session_id, _held)

    return pages


def _show(runtime: Runtime, actor: Actor, session_id: str) -> str:
    failed = jobs.failed_here(runtime, actor)
    if failed is None:
        return _page(runtime, actor, session_id)
    return _page(runtime, actor, session_id, failed.problem, dict(failed.payload))


def _page(
    runtime: Runtime,
    actor: Actor,
    session_id: str,
    problem: ErrorNotice | None = None,
    typed: Mapping[str, str] | None = None,
) -> str:
    view = session_page(runtime.services, actor, session_id)
    shown = session_shown(runtime, actor, view)
    runs = shown["runs"] and problem is None
    job = jobs.to_find_again(runtime, session_id, Place.SESSION) if runs else None
    shown["typed"] = typed or request.form
    after = after_closing(runtime.services, actor, view) if shown["runs"] else None
    return render_template(
        "session.html",
        **shown,
        **_drawn(view, shown),
        after=after,
        next_rooms=fields_of_rooms(after.rooms) if after else {},
        job=job,
        problem=problem,
    )


def _drawn(view: SessionView, shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return the board's drawing, and its boxes in words.

    Notes are drawn and counted for those alone who read them, as many as they read.
    """
    if shown["template"] is None:
        return {}
    design = as_held(view.session, shown["template"])
    counts = {
        code: sum(note.id not in shown["hidden"] for note in notes)
        for code, notes in view.notes.items()
    }
    counted = counts if any(counts.values()) and shown["reads_notes"] else None
    return {"picture": thumbnail(design, counted or {}), "tallies": tallies(design, counted)}


def session_shown(runtime: Runtime, actor: Actor, view: SessionView) -> dict[str, Any]:
    """Return what the page and its two side pages say of a session."""
    session, now = view.session, runtime.services.now
    here = (session.partnership_id, session.community_id)
    template = None
    if session.template_code:
        template = session.form_of(find_design(runtime.services, session.template_code))
    boxes = _boxes(view, template)
    reads_notes = actor.may(Power.READ_NOTES, *here)
    every = [note for notes in view.notes.values() for note in notes]
    return {
        "view": view,
        "meeting": session,
        "partnership": view.partnership,
        "community": view.community,
        "template": template,
        "boxes": boxes,
        "count": view.unseen + sum(not is_hidden(note, runtime.services.today) for note in every),
        "hidden": {note.id for note in every if is_hidden(note, runtime.services.today)},
        "board_link": board_link(runtime, view.board),
        "brakes": [(brake, asks_of(brake, boxes)) for brake in view.brakes],
        "copies": [(copy.item_hash, _title_of(copy.zone_code, boxes)) for copy in view.copies],
        "collected": _collected(view),
        "collected_at": _collected_at(view, runtime.settings.time_zone),
        "not_collected": [said for said in _collected(view) if said.endswith(NOT_COLLECTED)],
        "runs": actor.may(Power.RUN_SESSION, *here),
        "reads_notes": reads_notes,
        "curates": actor.may(Power.CURATE, *here),
        "taking_back": _taking_back(view, runtime.services.today),
        "by_role": session.policy is not None and session.policy.attribution.shows_writers,
        "asks_for": _ASKS_FOR.get(session.policy.attribution, "role") if session.policy else "role",
        "state": session.state.value,
        "takes_notes": why_no_notes(session, runtime.services.today) is None,
        "how_it_came": HOW_IT_CAME,
        "pretended": pretended(runtime, session),
        "is_over": is_over(view),
        "pieces": [(whole, read_by(whole, now)) for whole in view.pieces],
        "nudges": () if template is None or is_over(view) else nudges(template, view.notes),
        "cards_to_delete": cards_to_delete(runtime.services, session.id),
        "typed": request.form,
        "join": join_shown(runtime, actor, session),
        "pulse": pulse_of(runtime.services, actor, session.id) if is_over(view) else None,
    }


def _taking_back(view: SessionView, today: date) -> str:
    return how_to_take_back(view.session, today, has_board=view.board is not None)


def is_over(view: SessionView) -> bool:
    return view.session.state is SessionState.CLOSED


def is_hidden(note: Note, today: date) -> bool:
    """Say whether a note's words are gone from every page: it left the board, or its day passed."""
    return not note.is_on_desk or note.is_past_its_day(today)


def _boxes(view: SessionView, template: Template | None) -> tuple[BoxView, ...]:
    session = view.session
    if template is None or session.policy is None:
        return ()
    return boxes_of(template, session.policy, session.day, view.readers, view.notes)


def board_link(runtime: Runtime, board: Board | None) -> str:
    """Return where a board opens: in Miro, or on the sandbox's page of it; empty without one."""
    if board is None:
        return ""
    if runtime.settings.sandbox_url:
        board_id = quote(board.miro_board_id, safe="")
        return f"{runtime.settings.sandbox_url}/_sandbox/miro/boards/{board_id}"
    return board.view_link


def _collected(view: SessionView) -> tuple[str, ...]:
    if view.last_capture is None:
        return ()
    counts = view.last_capture[1]
    messages = (said for said in counts.get("messages", ()) if view.brakes or ASKED not in said)
    return (*collected_words(counts), *messages)


def _collected_at(view: SessionView, zone: tzinfo) -> str:
    """Write when the session was last collected; the day alone where no moment is kept."""
    if view.last_capture is None:
        return ""
    policy, at = view.session.policy, view.last_capture[0]
    hides = policy is not None and policy.hides_moments and is_over(view)
    return long_day(at.date()) if hides else moment(at, zone)


def _title_of(code: str, boxes: tuple[BoxView, ...]) -> str:
    return next((box.title for box in boxes if box.code == code), "a box")


def asks_of(brake: Brake, boxes: tuple[BoxView, ...]) -> str:
    """Return the brake's question."""
    title = _title_of(brake.zone_code, boxes)
    many = len(brake.note_ids)
    notes = "One note" if many == 1 else f"{many} notes"
    if brake.frame_is_gone:
        return f"The box {title} is gone from the board, and {notes.lower()} with it."
    return f"{notes} left the box {title} together."


def _then(
    runtime: Runtime, session_id: str, act: Callable[..., tuple[str, ...]], *more: str
) -> ResponseReturnValue:
    """Do one thing, say what came of it on the session's page; a refusal keeps what was typed."""
    actor = current_user(runtime)
    try:
        said = act(runtime, actor, session_id, *more)
    except IN_PAGE as error:
        words = error_notice(error)
        return _page(runtime, actor, session_id, words), words.status
    flash_sentences(said)
    return redirect(url_for("session.show", session_id=session_id))


def _begin(
    runtime: Runtime,
    session_id: str,
    kind: str,
    asked: Callable[[], dict[str, Any]] = dict,
) -> ResponseReturnValue:
    """Ask for a job, and lead to its page; a refusal keeps what was typed."""
    actor = current_user(runtime)
    try:
        return jobs.begin(runtime, actor, kind, session_id, asked())
    except IN_PAGE as error:
        words = error_notice(error)
        return _page(runtime, actor, session_id, words), words.status


def _board_asked_for() -> dict[str, str]:
    board = board_id_of(request.form.get("board", ""))
    return {"board": board} if board else {}


def _asked_in(runtime: Runtime) -> dict[str, Any]:
    """Return who is to be let in; their address is on its way only, and not stored to be read."""
    address = read_address(request.form.get("email", ""))
    same = {"whom": runtime.accounts.keys.name_of(address.casefold())}
    return {**same, **sealing.locked(runtime, {ADDRESS: address})}


def _answer_brake(
    runtime: Runtime, actor: Actor, session_id: str, brake_id: str
) -> tuple[str, ...]:
    if request.form.get("answer") == "tidied":
        return (capture.answer_brake(runtime.services, actor, brake_id, "tidied"),)
    if request.form.get("answer") == "taken back":
        return (capture.answer_brake(runtime.services, actor, brake_id, "taken back"),)
    raise BadInput("Choose one of the two answers. Nothing was changed.")


def _answer_copy(
    runtime: Runtime, actor: Actor, session_id: str, item_hash: str
) -> tuple[str, ...]:
    answer = request.form.get("answer")
    if answer not in ("yes", "no"):
        raise BadInput("Choose one of the two answers. Nothing was changed.")
    services, is_meant = runtime.services, answer == "yes"
    return (capture.answer_copy(services, actor, session_id, item_hash, is_meant=is_meant),)


def _other_items(runtime: Runtime, actor: Actor, session_id: str) -> tuple[str, ...]:
    chosen = request.form.get("others") == "yes"
    return (capture.choose_other_items(runtime.services, actor, session_id, is_chosen=chosen),)


def _open_without_board(runtime: Runtime, actor: Actor, session_id: str) -> tuple[str, ...]:
    open_without_board(runtime.services, actor, session_id)
    return ("Open, without a Miro board. Add notes on this page as people say or write them.",)


def _held(runtime: Runtime, actor: Actor, session_id: str) -> tuple[str, ...]:
    hold_without_board(runtime.services, actor, session_id)
    return ("Recorded: this session took place. Pieces can be read back in it.",)

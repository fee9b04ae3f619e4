"""Collects what lies on a session's board, closes the session, and hears the brake's answer.

The board is read first, decided about as a whole, and written in one transaction; a collecting
that dies leaves nothing half-done and is started again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Literal

from connectors.miro.client import MiroClient
from plugin.capture.actions import (
    Action,
    CapturePlan,
    Counts,
    lose,
)
from plugin.capture.beside import link_what_lies_beside
from plugin.capture.choosing import choose_other_items
from plugin.capture.closing import close
from plugin.capture.context import CaptureContext, context_of
from plugin.capture.copies import answer_copy
from plugin.capture.cost import Cost, least_calls
from plugin.capture.perform import note_changes, perform_all
from plugin.capture.plan import plan
from plugin.capture.reading import BoardSnapshot, read_board
from plugin.capture.words_that_go import bind_lost, bind_to_writers
from plugin.capture.writers import Writer, set_roles, writers
from plugin.domain.notes import NoteState
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import Brake, Session, SessionState
from plugin.domain.templates import Template
from plugin.errors import BadInput, NotHere, NotNow
from plugin.govern.running_sessions import session_to_run
from plugin.govern.side_tables import fold_side_tables
from plugin.intents import alone_with, still_alone
from plugin.store import boards as stored_boards
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services

__all__ = [
    "Captured",
    "Cost",
    "Writer",
    "answer_brake",
    "answer_copy",
    "choose_other_items",
    "close_session",
    "close_without_board",
    "collect",
    "foresee",
    "set_roles",
    "writers",
]

Answer = Literal["tidied", "taken back"]
_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """What a collecting did, in counts; open `brakes` mean that it stopped and asks."""

    stored: int
    ignored_blank: int
    dropped_off_record: int
    dropped_outside: int
    new: int
    replaced: int
    new_versions: int
    moved: int
    recoloured: int
    forgotten: int
    waiting_for_writer: int
    asked_about: int
    removed_from_board: int
    messages: tuple[str, ...]
    brakes: tuple[Brake, ...]
    cost: Cost
    is_closed: bool


def collect(
    services: Services, actor: Actor, miro: MiroClient, session_id: str, template: Template
) -> Captured:
    """Collect what the labels allow; raise NotHere for a board that vanished, ConnectorError."""
    return _capture(services, actor, miro, session_id, template, is_closing=False)


def close_session(
    services: Services, actor: Actor, miro: MiroClient, session_id: str, template: Template
) -> Captured:
    """Close a session with a last collecting, in one transaction; a closed one is collected.

    While the brake asks, the session stays open: answer first, then close again.
    """
    return _capture(services, actor, miro, session_id, template, is_closing=True)


def close_without_board(services: Services, actor: Actor, session_id: str) -> Captured:
    """Close a session that has no board, so that nothing is read; one that is closed stays so."""
    with alone_with(services, session_id), services.db.begin() as tx:
        still_alone(tx)
        session = session_to_run(tx, actor, session_id)
        if stored_boards.board(tx, session_id) is not None:
            raise NotNow("A board was built for this session just now. Close it again.")
        if session.state is SessionState.PLANNED:
            raise BadInput("This session was never opened. Nothing was changed.")
        if session.state is not SessionState.CLOSED:
            fold_side_tables(tx, close(services, tx, session), has_new_notes=True)
        stored = sum(note.text is not None for note in stored_notes.notes(tx, session_id))
    return Captured(
        stored=stored,
        forgotten=0,
        **asdict(Counts()),
        messages=(),
        brakes=(),
        cost=Cost(0),
        is_closed=True,
    )


def foresee(
    services: Services, actor: Actor, miro: MiroClient, session_id: str, template: Template
) -> Captured:
    """Say what `collect` would do now, in the same counts; nothing is stored."""
    with services.db.read() as tx:
        desk = context_of(tx, actor, session_id, template)
    reading = read_board(miro, desk.miro_board_id, desk.known, desk.key)
    seen = desk.as_stored(reading.sightings)
    decided = plan(desk.known, reading.boxes, seen, services.now, services.new_id)
    return _captured(decided, reading, desk.known.session, is_closing=False)


def answer_brake(services: Services, actor: Actor, brake_id: str, answer: Answer) -> str:
    """Record whether notes that left together were tidied away or taken back; say what follows."""
    if answer not in ("tidied", "taken back"):
        raise BadInput("Answer *tidied* or *taken back*. Nothing was changed.")
    with services.db.begin() as tx:
        brake = stored_notes.brake(tx, brake_id)
        session = None if brake is None else stored_sessions.session(tx, brake.session_id)
        if brake is None or session is None:
            raise NotHere("This question is answered already, or its notes are back. All is safe.")
        actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)
        lost: list[Action] = []
        for note_id in brake.note_ids:
            note = stored_notes.note(tx, note_id)
            if note is None or note.text is None or note.state is not NoteState.HERE:
                continue
            if answer == "tidied":
                stored_notes.save_note(tx, replace(note, state=NoteState.TIDIED))
            else:
                lost.append(lose(note, session, services.now))
                note_changes(tx, session, [note], lost[-1:])
        perform_all(tx, session.id, lost, services.now)
        bind_lost(tx, session.id, lost)
        stored_notes.answer_brake(tx, brake_id, answer)
    if answer == "tidied":
        return "The notes stay. Collecting goes on."
    _confirm_erased(services)
    if session.state is SessionState.CLOSED:
        return "The notes left the desk, and are erased in seven days. Collecting goes on."
    return "The notes were erased. Collecting goes on."


def _capture(
    services: Services,
    actor: Actor,
    miro: MiroClient,
    session_id: str,
    template: Template,
    *,
    is_closing: bool,
) -> Captured:
    with alone_with(services, session_id):
        for _ in range(_TRIES):
            with services.db.read() as tx:
                desk = context_of(tx, actor, session_id, template)
            reading = read_board(miro, desk.miro_board_id, desk.known, desk.key)
            # Decided before the transaction: others wait for it to write.
            seen = desk.as_stored(reading.sightings)
            decided = plan(desk.known, reading.boxes, seen, services.now, services.new_id)
            with services.db.begin() as tx:
                still_alone(tx)
                # A note taken back while the board was read must not come in again.
                if context_of(tx, actor, session_id, template) == desk:
                    captured = _settle(services, tx, desk, reading, decided, is_closing=is_closing)
                    break
        else:
            raise NotNow(
                "Notes of this session were changed while its board was read. Nothing was "
                "collected, and nothing is lost. Collect again."
            )
    unfinished = _confirm_erased(services)
    return replace(captured, messages=(*captured.messages, *unfinished))


def _settle(
    services: Services,
    tx: Tx,
    desk: CaptureContext,
    reading: BoardSnapshot,
    decided: CapturePlan,
    *,
    is_closing: bool,
) -> Captured:
    """Write everything that a collecting decided, inside one transaction."""
    session = desk.known.session
    note_changes(tx, session, desk.known.notes, decided.actions)
    bind_to_writers(tx, desk, decided.actions)
    perform_all(tx, session.id, decided.actions, services.now)
    link_what_lies_beside(tx, session.id, reading.cards)
    stored_notes.withdraw_brakes(tx, session.id, {brake.zone_code for brake in decided.brakes})
    for brake in decided.brakes:
        stored_notes.set_brake(tx, brake)
    if is_closing and not decided.brakes and session.state is not SessionState.CLOSED:
        session = close(services, tx, session)
    captured = _captured(decided, reading, session, is_closing=is_closing)
    _keep_counts(services, tx, desk, captured)
    if session.state is SessionState.CLOSED:
        is_new = captured.new > 0 or session != desk.known.session
        fold_side_tables(tx, session, has_new_notes=is_new)
    return captured


def _captured(
    decided: CapturePlan, reading: BoardSnapshot, session: Session, *, is_closing: bool
) -> Captured:
    is_closed = session.state is SessionState.CLOSED
    still_open = is_closing and not is_closed
    return Captured(
        stored=decided.stored,
        forgotten=decided.forgotten,
        **asdict(decided.counts),
        messages=(
            *((_STILL_OPEN,) if still_open else ()),
            *decided.messages,
            *reading.messages,
        ),
        brakes=decided.brakes,
        cost=reading.cost,
        is_closed=is_closed,
    )


def _keep_counts(services: Services, tx: Tx, desk: CaptureContext, captured: Captured) -> None:
    counts = {
        **asdict(captured),
        "brakes": len(captured.brakes),
        "messages": list(captured.messages),
        "least_calls": least_calls(captured.cost),
        "number": desk.number + 1,
    }
    stored_sessions.add_capture(tx, services.new_id(), desk.known.session.id, services.now, counts)


def _confirm_erased(services: Services) -> tuple[str, ...]:
    """Empty what the database keeps of erased words; what is not finished now, `tidy` finishes."""
    try:
        services.db.confirm_erased()
    except NotNow as unfinished:
        return (unfinished.sentence,)
    return ()


_STILL_OPEN = (
    "The session is not closed yet: answer the question about the notes that left, then close it."
)

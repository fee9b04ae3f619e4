"""Notes by phone that are kept off the board for a while, without learning who wrote them.

Whoever runs an open session holds a note back, shows it again, or returns it with a word. Its
writer reads that word on *My notes*, and changes the note or deletes it. Who sends the same words
again means them: whoever runs the session decides about them anew. What nobody decided about until
Close is kept, and what was returned and came no more is forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plugin.domain.blankness import is_blank
from plugin.domain.held import readable
from plugin.domain.notes import Note
from plugin.domain.people import Actor
from plugin.domain.quiet_writing import LONGEST_RETURN, QuietNote
from plugin.domain.sessions import Session, SessionState
from plugin.domain.taking_part import Sticky, StickyState, as_written
from plugin.errors import BadInput
from plugin.govern import held_notes
from plugin.govern.running_sessions import session_to_run
from plugin.govern.sticky_work import ask_for_sticky_work, take_sticky_off
from plugin.store import notes as stored_notes
from plugin.store import phone_stickies
from plugin.store import quiet_notes as stored_quiet
from plugin.store.database import Tx
from plugin.store.quotable import require_quotable
from plugin.store.services import Services

_NOT_THERE = (
    "This note is not here any more, or was not written by phone. Nothing was changed. Look at the "
    "list again."
)
_NOT_OPEN = "This session is not open. Nothing was changed."
_NO_WORD = "Write a word to its writer, so that they know why. Nothing was changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneNotes:
    """Notes by phone of an open session, in no order: on the board, held back, and returned."""

    session: Session
    shown: tuple[Note, ...]
    held_back: tuple[QuietNote, ...]
    returned: int


def notes_by_phone(services: Services, actor: Actor, session_id: str) -> PhoneNotes:
    """Return the notes by phone that this person may read; raise NotHere, Refused."""
    with services.db.read() as tx:
        session = session_to_run(tx, actor, session_id)
        readers = held_notes.readers_of(tx, session)
        every = [each for each in stored_notes.notes(tx, session_id) if each.is_by_phone]
        there = [each for each in every if each.may_be_read(services.today)]
        shown = readable(actor, session, readers, there)
        quiet = stored_quiet.quiet_notes(tx, session_id)
        kept = [e for e in quiet if e.is_held_back and e.may_be_read(services.today)]
        waiting = [each for each in kept if each.returned_with is None]
        own = readable(actor, session, readers, [each.as_note(services.now) for each in waiting])
        own_ids = {each.id for each in own}
    return PhoneNotes(
        session=session,
        shown=tuple(sorted(shown, key=lambda each: each.id)),
        held_back=tuple(each for each in waiting if each.id in own_ids),
        returned=len(kept) - len(waiting),
    )


def hold_back(services: Services, actor: Actor, session_id: str, note_id: str) -> str | None:
    """Take a note off the board until somebody decides; return the job that does it."""
    with services.db.begin() as tx:
        session = _open_session(tx, actor, session_id)
        note = _shown(services, tx, actor, session, note_id)
        return _hide(services, tx, note, None)


def return_note(
    services: Services, actor: Actor, session_id: str, note_id: str, words: str
) -> str | None:
    """Give a note back to its writer with a word; return the job that takes it off the board."""
    said = as_written(words)
    if is_blank(said):
        raise BadInput(_NO_WORD)
    if len(said) > LONGEST_RETURN:
        raise BadInput(
            f"There is room for {LONGEST_RETURN} characters; yours are {len(said):,}. Nothing was "
            "changed. Shorten it."
        )
    with services.db.begin() as tx:
        session = _open_session(tx, actor, session_id)
        require_quotable(tx, session.community_id, [said])
        held = _held(services, tx, session_id, note_id)
        if held is not None:
            stored_quiet.save_quiet_note(tx, replace(held, returned_with=said))
            return None
        return _hide(services, tx, _shown(services, tx, actor, session, note_id), said)


def show_again(services: Services, actor: Actor, session_id: str, note_id: str) -> str:
    """Put a note that was held back on the board; return the job that does it."""
    with services.db.begin() as tx:
        _open_session(tx, actor, session_id)
        held = _held(services, tx, session_id, note_id)
        if held is None:
            raise BadInput(_NOT_THERE)
        put_on_board(services, tx, held)
        return ask_for_sticky_work(services, tx, session_id)


def wait_again(tx: Tx, returned: QuietNote) -> None:
    """Let whoever runs the session decide about a returned note that comes again as it was."""
    stored_quiet.save_quiet_note(tx, replace(returned, returned_with=None))


def put_on_board(services: Services, tx: Tx, held: QuietNote) -> None:
    """Make a note of one that its writer alone saw, with the sticky that it may still have."""
    stored_quiet.no_longer_quiet(tx, held.id)
    before = phone_stickies.sticky(tx, held.id)
    item_id = before.miro_item_id if before and before.state is not StickyState.DELETED else None
    state = StickyState.TO_PLACE if item_id is None else StickyState.TO_CHANGE
    note = replace(held.as_note(services.now), miro_item_id=item_id)
    stored_notes.save_note(tx, note, came_on=held.written_at.date())
    sticky = Sticky(note_id=held.id, session_id=held.session_id, state=state, miro_item_id=item_id)
    phone_stickies.save_sticky(tx, sticky)


def _open_session(tx: Tx, actor: Actor, session_id: str) -> Session:
    session = session_to_run(tx, actor, session_id)
    if session.state is not SessionState.OPEN:
        raise BadInput(_NOT_OPEN)
    return session


def _shown(services: Services, tx: Tx, actor: Actor, session: Session, note_id: str) -> Note:
    note = stored_notes.note(tx, note_id)
    if note is None or note.session_id != session.id or not note.is_by_phone:
        raise BadInput(_NOT_THERE)
    if not note.may_be_read(services.today):  # a hold that keeps it past its day shows it nobody
        raise BadInput(_NOT_THERE)
    if not readable(actor, session, held_notes.readers_of(tx, session), [note]):
        raise BadInput(_NOT_THERE)
    return note


def _held(services: Services, tx: Tx, session_id: str, note_id: str) -> QuietNote | None:
    every: Sequence[QuietNote] = stored_quiet.quiet_notes(tx, session_id)
    found = [each for each in every if each.may_be_read(services.today)]
    held = (each for each in found if each.is_held_back and each.returned_with is None)
    return next((each for each in held if each.id == note_id), None)


def _hide(services: Services, tx: Tx, note: Note, words: str | None) -> str | None:
    """Let a note be seen by its writer alone; its sticky goes."""
    job_id = take_sticky_off(services, tx, note)
    stored_notes.forget_note(tx, note.id)
    stored_quiet.save_quiet_note(tx, QuietNote.of_note(note, words))
    return job_id

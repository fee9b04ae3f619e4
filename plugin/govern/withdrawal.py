"""Taking a note back: its words are erased everywhere we can reach, and we say where we cannot.

A tombstone without content keeps the sticky from being collected again. It is written in one
transaction, so a process that dies leaves either the note or its tombstone; erasing what the
database's files still hold is confirmed afterwards, by `retention.tidy` if not at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.domain.agreements import Proposal
from plugin.domain.exports import NamedExport
from plugin.domain.held import readable
from plugin.domain.jobs import BY_ITSELF, SYNC, Job
from plugin.domain.notes import Note, NoteState, NoteVersion
from plugin.domain.people import NOTHING_HERE, Actor, Power, readers_in_words
from plugin.domain.pieces import PieceWhole
from plugin.domain.receipts import NEXT_SYNC
from plugin.domain.returns import NOTE
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session
from plugin.domain.withdrawals import TakenBackBy, taken_back_by
from plugin.errors import BadInput, NotHere, NotNow
from plugin.govern import held_notes, held_words
from plugin.govern.exported import exports_with
from plugin.govern.lost_words import Lost
from plugin.govern.reached import look
from plugin.govern.sticky_work import take_sticky_off
from plugin.store import boards as stored_boards
from plugin.store import communities as stored_communities
from plugin.store import copies as stored_copies
from plugin.store import dots as stored_dots
from plugin.store import jobs as stored_jobs
from plugin.store import notes as stored_notes
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.store.side_tables import to_the_day


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking back did: a sentence, and every place with what became of the note there."""

    sentence: str
    reached: Mapping[str, str]
    is_confirmed: bool  # nothing of the words is left in the database's files
    sync_id: str | None = None  # the job that was asked for, to empty pages in Notion


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTrail:
    """Where a note went: its versions, the pieces that rest or rested on it, its taking back.

    Held notes come without words, to be read by `readers` alone, unless the board named the reader.
    """

    note: Note
    versions: tuple[NoteVersion, ...]
    session: Session
    pieces: tuple[PieceWhole, ...]
    taken_back: tuple[datetime, Mapping[str, str]] | None
    is_readable: bool
    readers: str
    boards: tuple[Session, ...] = ()  # on which it was laid out as a card
    sentences: tuple[Proposal, ...] = ()  # read back to the group from it
    exports: tuple[NamedExport, ...] = ()  # that may hold its words
    dots: int = 0  # that people put on it in a session


def take_back(services: Services, actor: Actor, note_id: str) -> TakenBack:
    """Take a note back for its writer; doing it again changes nothing and confirms the erasing.

    Where pages in Notion rest on it, a sync is asked for in the same transaction.
    Raise NotHere for strangers and unknown notes, Refused for people who run no session here,
    BadInput where the words were erased before for another reason.
    """
    sync_id = None
    with services.db.begin() as tx:
        note, session = _note(tx, note_id)
        here = (session.partnership_id, session.community_id)
        actor.require(Power.RUN_SESSION, *here)
        done = stored_notes.withdrawal_of(tx, note_id)
        if done is not None:
            reached = done[1]
        elif note.text is None:
            raise BadInput("The words of this note were erased before. Nothing is left of them.")
        else:
            by = taken_back_by(actor, *here)
            reached, sync_id = take_back_in(services, tx, note, session, by)
    return _told(reached, sync_id, is_confirmed=confirm_erased(services))


def take_back_in(
    services: Services, tx: Tx, note: Note, session: Session, by: TakenBackBy
) -> tuple[dict[str, str], str | None]:
    """Take a note back that has words; return what was reached, and the job of the sync."""
    lost = Lost.of(note, [older.text for older in stored_notes.versions(tx, note.id)])
    _know_words(tx, note)
    when = _when(services, session)
    if note.is_by_phone:
        take_sticky_off(services, tx, note)
    went = stored_notes.erase_note(tx, note, NoteState.TAKEN_BACK, by.reason, when)
    reached = look(tx, session, lost, services.now, went)
    stored_notes.add_withdrawal(tx, services.new_id(), note.id, when, reached, by)
    return reached, _sync_asked_for(services, tx, session, reached)


def trail(services: Services, actor: Actor, note_id: str) -> NoteTrail:
    """Return where a note went, for those who may read the notes of its session."""
    with services.db.read() as tx:
        note, session = _note(tx, note_id)
        actor.require(Power.READ_NOTES, session.partnership_id, session.community_id)
        readers = held_notes.readers_of(tx, session)
        is_readable = bool(readable(actor, session, readers, [note]))
        shown = note if is_readable or note.text is None else replace(note, text="", tags=())
        is_read = is_readable and note.may_be_read(services.today)
        return NoteTrail(
            note=shown,
            versions=tuple(
                each
                for each in (stored_notes.versions(tx, note_id) if is_read else ())
                if not each.is_past_its_day(services.today)
                and readable(
                    actor, session, readers, [replace(note, label=each.label, may_stay=False)]
                )
            ),
            session=session,
            pieces=tuple(
                held_words.as_read_by(tx, actor, each)
                for each in stored_pieces.pieces_of_note(tx, note_id)
            ),
            taken_back=stored_notes.withdrawal_of(tx, note_id),
            is_readable=is_readable,
            readers=readers_in_words([each.name for each in readers]),
            boards=stored_boards.boards_with_card(tx, f"{NOTE}{note_id}"),
            sentences=_sentences(tx, session, note_id),
            exports=exports_with(tx, session, note),
            dots=stored_dots.dots_on(tx, [note_id]).get(note_id, 0),
        )


def _sentences(tx: Tx, session: Session, note_id: str) -> tuple[Proposal, ...]:
    every = stored_communities.proposals(tx, session.community_id)
    return tuple(each for each in every if each.note_id == note_id)


def confirm_erased(services: Services) -> bool:
    """Empty what the database's files keep of erased words; False if somebody still reads there."""
    with services.db.read() as tx:
        waiting = stored_notes.unconfirmed_withdrawals(tx)
    try:
        services.db.confirm_erased()
    except NotNow:
        return False
    if waiting:
        with services.db.begin() as tx:
            stored_notes.confirm_withdrawals(tx, waiting, to_the_day(services.now))
    return True


def _note(tx: Tx, note_id: str) -> tuple[Note, Session]:
    note = stored_notes.note(tx, note_id)
    session = None if note is None else stored_sessions.session(tx, note.session_id)
    if note is None or session is None:
        raise NotHere(NOTHING_HERE)
    return note, session


def _when(services: Services, session: Session) -> datetime:
    """Return the moment, or the day alone where the policy hides moments."""
    hides = session.policy is not None and session.policy.hides_moments
    return to_the_day(services.now) if hides else services.now


def _know_words(tx: Tx, note: Note) -> None:
    """Let the tombstone know the words as keyed hashes, so that a copy is not collected again."""
    secret = stored_sessions.session_secret(tx, note.session_id)
    if secret is not None:
        texts = (note.text, *(older.text for older in stored_notes.versions(tx, note.id)))
        hashes = (SessionKey(secret).of_words(text) for text in texts if text is not None)
        stored_copies.know_withdrawn(tx, note.session_id, hashes)


def _sync_asked_for(
    services: Services, tx: Tx, session: Session, reached: dict[str, str]
) -> str | None:
    """Ask for a sync where one takes the words out of Notion; return the job's id."""
    if NEXT_SYNC not in reached.get("Notion", ""):
        return None
    job = Job(
        id=services.new_id(),
        kind=SYNC,
        subject=session.partnership_id,
        asked_by=None,
        asked_at=_when(services, session),
        payload={BY_ITSELF: True},
    )
    return stored_jobs.ask_after(tx, job).id


def _told(reached: dict[str, str], sync_id: str | None, *, is_confirmed: bool) -> TakenBack:
    sentence = "Taken back. Its words are erased here, and it will not be collected again."
    if reached.get("Miro", "").startswith("Not reached"):
        sentence += " Its sticky was on the board when it was last collected: delete it there too."
    if sync_id is not None:
        sentence += " A sync begins by itself, and takes its words out of Notion."
    if not is_confirmed:
        sentence += " Somebody is reading in the database: the last of it is erased by itself."
    return TakenBack(sentence, reached, is_confirmed, sync_id)

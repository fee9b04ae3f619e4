"""Taking a note back: its words are erased everywhere we can reach, and we say where we cannot.

A tombstone without content keeps the sticky from being collected again. It is written in one
transaction, so a process that dies leaves either the note or its tombstone; erasing what the
database's files still hold is confirmed afterwards, by `retention.tidy` if not at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.domain.held import readable
from plugin.domain.notes import Note, NoteState, NoteVersion
from plugin.domain.people import NOTHING_HERE, Actor, Power, readers_in_words
from plugin.domain.pieces import PieceWhole
from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session
from plugin.domain.withdrawals import taken_back_by
from plugin.errors import BadInput, NotHere, NotNow
from plugin.govern import held_notes
from plugin.store import communities as stored_communities
from plugin.store import copies as stored_copies
from plugin.store import notes as stored
from plugin.store import pieces as stored_pieces
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.ground import Ground
from plugin.store.side_tables import to_the_day


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking back did: a sentence, and every place with what became of the note there."""

    sentence: str
    reached: dict[str, str]
    is_confirmed: bool  # nothing of the words is left in the database's files


@dataclass(frozen=True, slots=True)
class NoteTrail:
    """Where a note went: its versions, the pieces that rest or rested on it, its taking back.

    Held notes come without words, to be read by `readers` alone, unless the board named the reader.
    """

    note: Note
    versions: tuple[NoteVersion, ...]
    session: Session
    pieces: tuple[PieceWhole, ...]
    taken_back: tuple[datetime, dict[str, str]] | None
    is_readable: bool
    readers: str


def take_back(ground: Ground, actor: Actor, note_id: str) -> TakenBack:
    """Take a note back for its writer; doing it again changes nothing and confirms the erasing.

    Raise NotHere for strangers and unknown notes, Refused for people who run no session here,
    BadInput where the words were erased before for another reason.
    """
    with ground.db.begin() as tx:
        note, session = _note(tx, note_id)
        here = (session.partnership_id, session.community_id)
        actor.require(Power.RUN_SESSION, *here)
        done = stored.withdrawal_of(tx, note_id)
        if done is not None:
            reached = done[1]
        elif note.text is None:
            raise BadInput("The words of this note were erased before. Nothing is left of them.")
        else:
            reached = _reached(tx, note, session)
            _know_words(tx, note)
            by, when = taken_back_by(actor, *here), _when(ground, session)
            stored.erase_note(tx, note, NoteState.TAKEN_BACK, by.reason, when)
            stored.add_withdrawal(tx, ground.new_id(), note_id, when, reached, by)
    return _told(reached, is_confirmed=confirm_erased(ground))


def trail(ground: Ground, actor: Actor, note_id: str) -> NoteTrail:
    """Return where a note went, for those who may read the notes of its session."""
    with ground.db.read() as tx:
        note, session = _note(tx, note_id)
        actor.require(Power.READ_NOTES, session.partnership_id, session.community_id)
        readers = held_notes.readers_of(tx, session)
        is_readable = bool(readable(actor, session, readers, [note]))
        return NoteTrail(
            note if is_readable or note.text is None else replace(note, text="", tags=()),
            stored.versions(tx, note_id) if is_readable else (),
            session,
            stored_pieces.pieces_of_note(tx, note_id),
            stored.withdrawal_of(tx, note_id),
            is_readable,
            readers_in_words([each.name for each in readers]),
        )


def confirm_erased(ground: Ground) -> bool:
    """Empty what the database's files keep of erased words; False if somebody still reads there."""
    with ground.db.read() as tx:
        waiting = stored.unconfirmed_withdrawals(tx)
    try:
        ground.db.confirm_erased()
    except NotNow:
        return False
    if waiting:
        with ground.db.begin() as tx:
            stored.confirm_withdrawals(tx, waiting, to_the_day(ground.now))
    return True


def _note(tx: Tx, note_id: str) -> tuple[Note, Session]:
    note = stored.note(tx, note_id)
    session = None if note is None else stored_sessions.session(tx, note.session_id)
    if note is None or session is None:
        raise NotHere(NOTHING_HERE)
    return note, session


def _when(ground: Ground, session: Session) -> datetime:
    """Return the moment, or the day alone where the policy hides moments."""
    hides = session.policy is not None and session.policy.hides_moments
    return to_the_day(ground.now) if hides else ground.now


def _know_words(tx: Tx, note: Note) -> None:
    """Let the tombstone know the words as keyed hashes, so that a copy is not collected again."""
    secret = stored_sessions.session_secret(tx, note.session_id)
    if secret is not None:
        texts = (note.text, *(older.text for older in stored.versions(tx, note.id)))
        hashes = (SessionKey(secret).of_words(text) for text in texts if text is not None)
        stored_copies.know_withdrawn(tx, note.session_id, hashes)


def _reached(tx: Tx, note: Note, session: Session) -> dict[str, str]:
    pieces = stored_pieces.pieces_of_note(tx, note.id)
    reached = {"Here": "Erased: its words and older words, its colour, its tags and its place."}
    reached["Pieces"] = _pieces_in_words(pieces, note, stored.versions(tx, note.id))
    sentences = stored_communities.proposals(tx, session.community_id)
    if any(proposal.note_id == note.id for proposal in sentences):
        reached["Sentences read back"] = (
            "Not changed: a sentence that was read back belongs to the group."
        )
    if pieces:
        reached["Notion"] = (
            "No words of notes are there. How many notes a piece rests on is put right when "
            "Hedgerow next carries pieces to Notion."
        )
    if any(piece.is_written_in_notion for piece in pieces):
        reached["Notion"] = (
            "Not reached: a piece that rests on it was written in Notion by somebody. If its words "
            "stand there, whoever wrote it has to take them out."
        )
    if note.miro_item_id is not None and note.state is NoteState.HERE:
        reached["Miro"] = (
            "Not reached: the sticky is still on the board. Delete it there; it will not be "
            "collected again. Miro keeps what was deleted in a history of its own."
        )
    reached["Copies made before"] = (
        "Not reached: backups of this server, and whatever people copied for themselves."
    )
    return reached


def _pieces_in_words(
    pieces: Sequence[PieceWhole], note: Note, versions: Sequence[NoteVersion]
) -> str:
    if not pieces:
        return "No piece rested on it."
    texts = [_level(text) for text in (note.text, *(each.text for each in versions)) if text]
    quoting = sum(_quotes(piece, texts) for piece in pieces)
    one = len(pieces) == 1
    said = (
        f"{'One piece' if one else f'{len(pieces)} pieces'} rested on it, and "
        f"{'keeps' if one else 'keep'} only a stub: box, meeting, day and reason."
    )
    if quoting:
        said += (
            f" Not reached: its words stand in a wording of {quoting} of them. The learning "
            "partner has to reword, or to stop using, what was written there."
        )
    return said


def _quotes(piece: PieceWhole, texts: Sequence[str]) -> bool:
    words = [_level(part) for wording in piece.wordings for part in wording.words]
    return any(text in part for text in texts for part in words)


def _level(text: str) -> str:
    return " ".join(text.split()).casefold()


def _told(reached: dict[str, str], *, is_confirmed: bool) -> TakenBack:
    sentence = "Taken back. Its words are erased here, and it will not be collected again."
    if "Miro" in reached:
        sentence += " Its sticky is still on the board: delete it there too."
    if not is_confirmed:
        sentence += " Somebody is reading in the database: the last of it is erased by itself."
    return TakenBack(sentence, reached, is_confirmed)

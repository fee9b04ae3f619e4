"""Words of held notes in a piece: they stop it, and whoever may read the note alone reads which.

Held notes are for listening and are never quoted, and neither are words to which their writer said
no when a quote was asked for; those stand on the desk for everybody who curates. Five words in a
row are an overlap (`domain.overlap`); whoever was not named on the board hears that there is one,
and whom to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from plugin.domain.blankness import fold
from plugin.domain.communities import Community
from plugin.domain.held import may_read_held
from plugin.domain.hidden_texts import HIDDEN, hide
from plugin.domain.overlap import Phrases, phrases_of, shared
from plugin.domain.people import Actor, readers_in_words
from plugin.domain.pieces import PieceWhole, Wording
from plugin.domain.sessions import Session
from plugin.errors import BadInput
from plugin.govern import held_notes
from plugin.store import chosen_sessions, note_texts
from plugin.store import gone_words as stored_gone_words
from plugin.store import held_words as stored_held_words
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.gone_words import neighbours

Titles = tuple[tuple[str, str], ...]
# What is closed to whom, while a page is read: several of its pieces may ask.
_CLOSED: WeakKeyDictionary[Tx, dict[tuple[Actor, str], Phrases | None]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class HeldWords:
    """What the newest wording repeats: words for who may read them, else who could be asked."""

    words: tuple[str, ...] = ()
    readers: str = ""  # of notes whose words are not shown here
    is_elsewhere: bool = False  # such a note is another group’s, which is not named here


def require_none(tx: Tx, community_id: str, wording: Wording) -> None:
    """Return if a wording repeats no held words; raise BadInput, without saying which."""
    held = stored_held_words.phrases_held(tx, [community_id]).get(community_id)
    told = "\n".join(wording.words)
    if HIDDEN in told or (held is not None and held.stand_in(fold(told))):
        raise BadInput(
            "Words of a held note stand in this wording, or of a quote to which its writer said "
            "no: refused words and held notes are never quoted. Nothing was stored. Change the "
            "words first."
        )


def shown_to(tx: Tx, actor: Actor, whole: PieceWhole) -> HeldWords | None:
    """Return what the newest wording repeats of held notes, or None if nothing."""
    if whole.newest.id not in whole.repeats_held:
        return None
    folded, others = fold("\n".join(whole.newest.words)), []
    refused = stored_held_words.refused_words(tx, whole.piece.community_id)
    words = [run for text in refused for run in shared(text, folded)]
    is_elsewhere = False
    for session in _sessions(tx, whole):
        readers = held_notes.readers_of(tx, session)
        texts = list(note_texts.held_texts(tx, session.id))
        found = [run for text in texts for run in shared(text, folded)]
        if may_read_held(actor, session, readers):
            words += found
        elif found and session.community_id != whole.piece.community_id:
            is_elsewhere = True
        elif found:
            others += [each.name for each in readers]
    asked = readers_in_words(list(dict.fromkeys(others))) if others else ""
    return HeldWords(tuple(dict.fromkeys(words)), asked, is_elsewhere)


def as_read_by(tx: Tx, actor: Actor, whole: PieceWhole) -> PieceWhole:
    """Return a piece with a sign for each line with words of held notes that are closed to `actor`.

    Whoever a board named reads them on, and whoever was not does not, whether the note waits or its
    day has come. Words of refused quotes stand for all: their notes may be read on the desk.
    """
    if not whole.repeating:
        return whole
    closed = _closed_to(tx, actor, whole.piece.partnership_id, whole.piece.community_id)
    return whole if closed is None else whole.without(closed)


def titles_as_read_by(tx: Tx, actor: Actor, community: Community, titles: Titles) -> Titles:
    """Return ids and titles of pieces of a group, with a sign for a title closed to `actor`."""
    gone = stored_gone_words.held_texts_gone(tx, community.id) if titles else {}
    held = stored_held_words.held_beside(tx, community.id) if titles else None
    went = phrases_of(text for texts in gone.values() for text in texts)
    folded = [fold(title) for _, title in titles]
    if not any(went.stand_in(e) or (held is not None and held.stand_in(e)) for e in folded):
        return titles  # most often: what is closed to whom takes long to work out
    closed = _closed_to(tx, actor, community.partnership_id, community.id)
    return tuple((piece_id, hide(title, closed)) for piece_id, title in titles)


def _closed_to(tx: Tx, actor: Actor, partnership_id: str, community_id: str) -> Phrases | None:
    """Return the words of held notes of a partnership that somebody may not read, None if none."""
    own = _CLOSED.setdefault(tx, {})
    key = (actor, partnership_id)
    if key not in own:
        own[key] = _worked_out(tx, actor, partnership_id, community_id)
    return own[key]


def _worked_out(tx: Tx, actor: Actor, partnership_id: str, community_id: str) -> Phrases | None:
    held = note_texts.held_texts_in(tx, partnership_id)
    gone = stored_gone_words.held_texts_gone(tx, community_id)
    sessions = chosen_sessions.sessions_by_id(tx, sorted({*held, *gone}))
    readers = held_notes.readers_of_each(tx, sessions)
    texts = [
        text
        for session in sessions
        if not may_read_held(actor, session, readers[session.id])
        for text in (*held.get(session.id, ()), *gone.get(session.id, ()))
    ]
    return phrases_of(texts) if texts else None


def _sessions(tx: Tx, whole: PieceWhole) -> Iterator[Session]:
    for each in neighbours(tx, whole.piece.community_id):
        yield from stored_sessions.sessions(tx, each)

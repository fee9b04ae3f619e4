"""Words of held notes in a piece: they stop it, and whoever may read the note is shown which.

Held notes are for listening and are never quoted, and neither are words to which their writer said
no when a quote was asked for; those stand on the desk for everybody who curates. Five words in a
row are an overlap (`domain.overlap`); whoever was not named on the board hears that there is one,
and whom to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugin.domain.blankness import fold
from plugin.domain.held import may_read_held
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.overlap import shared
from plugin.domain.people import Actor, readers_in_words
from plugin.domain.pieces import PieceWhole, Wording
from plugin.domain.sessions import Session
from plugin.errors import BadInput
from plugin.govern import held_notes
from plugin.store import held_words as stored_held_words
from plugin.store import note_texts
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.gone_words import neighbours


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


def _sessions(tx: Tx, whole: PieceWhole) -> Iterator[Session]:
    for each in neighbours(tx, whole.piece.community_id):
        yield from stored_sessions.sessions(tx, each)

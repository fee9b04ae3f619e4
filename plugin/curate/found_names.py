"""Words that may point to a person, shown to whoever curates.

Words of a note are shown to those alone who curate its group. What they decide is in
`deciding_names`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

from plugin.domain.communities import Partnership
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pieces import PieceWhole
from plugin.errors import NotHere
from plugin.identifiers import Identifier
from plugin.identifiers.decisions import (
    IdentifierDecision,
    KnownIdentifiers,
)
from plugin.store import communities as stored_communities
from plugin.store import identifier_decisions, identifier_places
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.store.identifier_decisions import FIELDS
from plugin.store.services import Services

FINDINGS_A_PAGE = 50
_BESIDE = 120  # characters of the note that are shown on either side


@dataclass(frozen=True, slots=True)
class FoundWords:
    """Words that may point to a person, in the sentence around them."""

    found: Identifier
    before: str
    words: str
    after: str
    field: str = ""  # of a piece: title, line, story


@dataclass(frozen=True, slots=True)
class NamesPage:
    """What is open, what was decided, and pieces that are read outside all the same."""

    partnership: Partnership
    in_notes: tuple[tuple[str, FoundWords], ...]  # by note id, the first of them
    number: int  # of all, in notes and pieces
    pieces: tuple[tuple[PieceWhole, tuple[FoundWords, ...]], ...]
    decisions: tuple[IdentifierDecision, ...]


def open_findings(tx: Tx, actor: Actor, partnership_id: str) -> int:
    """Count what a person who curates has to decide about, in the groups that they curate."""
    curated = curated_groups(tx, actor, partnership_id)
    if not curated:
        return 0
    known = identifier_decisions.known_in(tx, partnership_id)
    words = identifier_places.newest_words(tx, curated)
    in_pieces = sum(len(known.open_in_wording(text)) for each in words.values() for text in each)
    return len(_open_in_notes(tx, known, curated)) + in_pieces


_Known = tuple[str, bytes, int]  # a session, its notes, the names that are known
_WITH_FINDINGS: WeakKeyDictionary[Any, dict[_Known, tuple[str, ...]]] = WeakKeyDictionary()
_MOST_SESSIONS = 4_096
_AT_ONCE, _SESSIONS_AT_ONCE = 500, 50


def _open_in_notes(
    tx: Tx, known: KnownIdentifiers, community_ids: Collection[str]
) -> list[tuple[str, FoundWords]]:
    """Return what is open in notes, by note id, the first of them first."""
    ids = _with_findings(tx, known, community_ids)
    texts = dict(
        found
        for start in range(0, len(ids), _AT_ONCE)
        for found in identifier_places.texts_of_notes(tx, ids[start : start + _AT_ONCE])
    )
    return [
        (note_id, words_in(texts[note_id], each))
        for note_id in ids
        if note_id in texts
        for each in known.open_in_note(texts[note_id])
    ]


def _with_findings(tx: Tx, known: KnownIdentifiers, community_ids: Collection[str]) -> list[str]:
    """Return the ids of notes in which anything is found, decided about or not.

    Looking through 10,000 notes takes seconds, so that a process remembers these ids of a session,
    never a text, as long as its notes are the same; those of one database apart from another's.
    """
    before = _WITH_FINDINGS.setdefault(tx.engine.pool, {})
    here = [
        (each.session_id, each.digest, known.names_fingerprint)
        for each in identifier_places.notes_that_can_leave(tx, community_ids)
    ]
    if len(before) + len(here) > _MOST_SESSIONS:
        before.clear()
    new = [each for each in here if each not in before]
    for start in range(0, len(new), _SESSIONS_AT_ONCE):
        some = new[start : start + _SESSIONS_AT_ONCE]
        texts = identifier_places.texts_of_sessions(tx, [each[0] for each in some])
        for each in some:
            found = (note_id for note_id, text in texts[each[0]] if known.may_be_in(text))
            before[each] = tuple(found)
    return [note_id for each in here for note_id in before[each]]


def names_page(services: Services, actor: Actor, partnership_id: str) -> NamesPage:
    """Return what is open in the groups that a person curates, and what was decided."""
    with services.db.read() as tx:
        partnership = curated_partnership(tx, actor, partnership_id)
        curated = curated_groups(tx, actor, partnership_id)
        known = identifier_decisions.known_in(tx, partnership_id)
        in_notes = _open_in_notes(tx, known, curated)
        words = identifier_places.newest_words(tx, curated)
        open_in = {
            piece_id: found for piece_id, each in words.items() if (found := found_in(known, each))
        }
        pieces = [stored_pieces.piece(tx, piece_id) for piece_id in open_in]
        return NamesPage(
            partnership=partnership,
            in_notes=tuple(islice(in_notes, FINDINGS_A_PAGE)),
            number=len(in_notes) + sum(map(len, open_in.values())),
            pieces=tuple((each, open_in[each.piece.id]) for each in pieces if each is not None),
            decisions=identifier_decisions.decisions(tx, partnership_id),
        )


def words_in(text: str, found: Identifier, field: str = "") -> FoundWords:
    """Return words with the part of their text that stands around them."""
    before, after = text[: found.start], text[found.end :]
    near = before.rsplit("\n", 1)[-1][-_BESIDE:]
    far = after.split("\n", 1)[0][:_BESIDE]
    return FoundWords(
        found,
        f"{'…' if len(near) < len(before) else ''}{near}",
        found.words(text),
        f"{far}{'…' if len(far) < len(after) else ''}",
        field,
    )


def found_in(known: KnownIdentifiers, words: tuple[str, str, str]) -> tuple[FoundWords, ...]:
    """Return what in title, line and story of a piece may point to a person."""
    return tuple(
        words_in(text, each, field)
        for field, text in zip(FIELDS, words, strict=True)
        for each in known.open_in_wording(text)
    )


def curated_partnership(tx: Tx, actor: Actor, partnership_id: str) -> Partnership:
    partnership = stored_communities.partnership(tx, partnership_id)
    if partnership is None:
        raise NotHere(NOTHING_HERE)
    actor.require(Power.CURATE, partnership_id)
    return partnership


def curated_groups(tx: Tx, actor: Actor, partnership_id: str) -> tuple[str, ...]:
    found = stored_communities.communities(tx, partnership_id)
    return tuple(each.id for each in found if actor.may(Power.CURATE, partnership_id, each.id))

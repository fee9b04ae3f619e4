"""Which wordings repeat words of held notes: worked out when pieces are read, and never stored.

Between two readings a process remembers hashes alone.

A held note is compared as long as its words are here, tidied or not, with its older words too.
What one group holds no other group of its partnership may repeat, since people work in several
of them. Where nothing is held, nothing is read or compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from plugin.domain.labels import Label
from plugin.domain.overlap import Phrases, phrases_of
from plugin.domain.pieces import Piece
from plugin.store import tables as t
from plugin.store.database import Tx

_MOST_REMEMBERED = 64
_LAST: dict[str, tuple[bytes, Phrases]] = {}  # by partnership: a digest of its texts, hashes


def phrases_held(tx: Tx, community_ids: Collection[str]) -> dict[str, Phrases]:
    """Return what no wording may repeat, by community; where nothing is held, none."""
    of = sa.select(t.community.c.id, t.community.c.partnership_id)
    of = of.where(t.community.c.id.in_(list(community_ids)))
    partnerships = {row.id: row.partnership_id for row in tx.execute(of)}
    held = _held_in(tx, set(partnerships.values()))
    return {each: held[whose] for each, whose in partnerships.items() if whose in held}


def phrases_held_beside(tx: Tx, community_id: str) -> Phrases | None:
    """Return what no text of one community may repeat, in one statement; None: nothing is held."""
    of = sa.select(t.community.c.partnership_id).where(t.community.c.id == community_id)
    return next(iter(_held_in(tx, of).values()), None)


def _held_in(tx: Tx, partnership_ids: Collection[str] | sa.Select[str]) -> dict[str, Phrases]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    is_held = (t.note.c.label == Label.H.value) & t.note.c.text.is_not(None)
    those = partnership_ids if isinstance(partnership_ids, sa.Select) else list(partnership_ids)
    here = t.session.c.partnership_id.in_(those) & is_held
    notes = sa.join(t.note, t.session, t.session.c.id == t.note.c.session_id)
    older = sa.join(notes, t.note_version, t.note_version.c.note_id == t.note.c.id)
    wanted = sa.union_all(
        *(
            sa.select(t.session.c.partnership_id, text).select_from(place).where(here)
            for text, place in ((t.note.c.text, notes), (t.note_version.c.text, older))
        )
    )
    for partnership_id, words in tx.execute(wanted):
        found[partnership_id].append(words)
    return {each: _remembered(each, texts) for each, texts in found.items()}


def _remembered(partnership_id: str, texts: Sequence[str]) -> Phrases:
    """Return the phrases of texts; those of the last reading, while no text has changed since.

    Working them out takes a hundred times as long as reading the texts.
    """
    digest = sha256("\0".join(texts).encode("utf-8", "surrogatepass")).digest()
    before = _LAST.get(partnership_id)
    if before is not None and before[0] == digest:
        return before[1]
    phrases = phrases_of(texts)
    if len(_LAST) >= _MOST_REMEMBERED:
        _LAST.clear()
    _LAST[partnership_id] = (digest, phrases)
    return phrases


def repeating(
    tx: Tx, ids: sa.Select[Any], values: Mapping[str, Any], pieces: Collection[Piece]
) -> defaultdict[str, set[str]]:
    """Return the wordings that repeat held words, by piece.

    `ids` selects the pieces, with `values` for its parameters.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    partnership_of = {each.id: each.partnership_id for each in pieces}
    held = _held_in(tx, set(partnership_of.values()))
    if not held:
        return found
    wording, folded = t.wording.c, t.search_text.c
    wanted = (
        sa.select(wording.piece_id, wording.id, folded.words)
        .join(t.search_text, folded.owner_id == wording.id)
        .where(wording.piece_id.in_(ids))
    )
    for piece_id, wording_id, words in tx.execute(wanted, values):
        phrases = held.get(partnership_of[piece_id])
        if phrases is not None and phrases.stand_in(words):
            found[piece_id].add(wording_id)
    return found

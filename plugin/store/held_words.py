"""Which wordings repeat words of held notes: worked out when pieces are read, and never stored.

A held note is compared as long as its words are here, tidied or not, with its older words too.
What one group holds no other group of its partnership may repeat, since people work in several
of them. Where nothing is held, nothing is read or compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from plugin.domain.labels import Label
from plugin.domain.overlap import Phrases, phrases_of
from plugin.store import tables as t
from plugin.store.database import Tx


def phrases_held(tx: Tx, community_ids: Collection[str]) -> dict[str, Phrases]:
    """Return what no wording may repeat, by community; where nothing is held, none."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    is_held = (t.note.c.label == Label.H.value) & t.note.c.text.is_not(None)
    of = sa.select(t.community.c.id, t.community.c.partnership_id)
    of = of.where(t.community.c.id.in_(list(community_ids)))
    partnerships = {row.id: row.partnership_id for row in tx.execute(of)}
    here = t.session.c.partnership_id.in_(set(partnerships.values())) & is_held
    notes = sa.join(t.note, t.session, t.session.c.id == t.note.c.session_id)
    older = sa.join(notes, t.note_version, t.note_version.c.note_id == t.note.c.id)
    for text, place in ((t.note.c.text, notes), (t.note_version.c.text, older)):
        wanted = sa.select(t.session.c.partnership_id, text).select_from(place).where(here)
        for partnership_id, words in tx.execute(wanted):
            found[partnership_id].append(words)
    held = {each: phrases_of(texts) for each, texts in found.items()}
    return {each: held[whose] for each, whose in partnerships.items() if whose in held}


def repeating(
    tx: Tx, ids: sa.Select[Any], community_of: Mapping[str, str]
) -> defaultdict[str, set[str]]:
    """Return the wordings that repeat held words, by piece; `ids` selects the pieces."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    held = phrases_held(tx, set(community_of.values()))
    if not held:
        return found
    wording, folded = t.wording.c, t.search_text.c
    wanted = (
        sa.select(wording.piece_id, wording.id, folded.words)
        .join(t.search_text, folded.owner_id == wording.id)
        .where(wording.piece_id.in_(ids))
    )
    for piece_id, wording_id, words in tx.execute(wanted):
        phrases = held.get(community_of[piece_id])
        if phrases is not None and phrases.stand_in(words):
            found[piece_id].add(wording_id)
    return found

"""Which wordings of pieces repeat words of held notes, or of quotes to which their writers said no.

Compared is what is shown: a quote with the words that stand there now. It is empty where its own
writer said no; the same words in a copy of that note, by whatever hand, are refused as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import sqlalchemy as sa

from plugin.domain.pieces import Wording
from plugin.domain.quotes import filled
from plugin.identifiers.decisions import KnownIdentifiers
from plugin.store import quotes as stored_quotes
from plugin.store import tables as t
from plugin.store.database import Together, Tx, today_of
from plugin.store.held_words import folded, held_now, select_folded, stand_in
from plugin.store.piece_rows import wording_of_row


def pieces_repeating(tx: Tx, partnership_id: str, community_id: str | None) -> frozenset[str]:
    """Return the pieces of a partnership, or of one group of it, that repeat held words."""
    phrases = held_now(tx, [partnership_id]).get(partnership_id)
    if phrases is None:
        return frozenset()
    ids, where = _OF_PARTNERSHIP, {"whose_id": partnership_id}
    if community_id is not None:
        ids, where = _OF_COMMUNITY, where | {"where_id": community_id}
    rows = _select_shown(ids).rows(tx, {**where, "today": today_of(tx)})
    quoting = folded(_with_quotes(*rows[1:]))
    return frozenset(
        row.piece_id
        for row in rows[0]
        if stand_in(partnership_id, phrases, quoting.get(row.id, row.words))
    )


def _with_quotes(
    quotes: Iterable[Any], refusals: Iterable[Any], wordings: Iterable[Any]
) -> Iterator[Wording]:
    """Yield wordings that quote notes with the words, not disguised."""
    quoted: defaultdict[str, list[Any]] = defaultdict(list)
    for row in quotes:
        quoted[row.piece_id].append(row)
    refused, nobody = stored_quotes.refusals_of(refusals), KnownIdentifiers()
    by_piece = {
        piece_id: {each.number: each for each in stored_quotes.quotes_of(own, (), nobody, refused)}
        for piece_id, own in quoted.items()
    }
    for row in wordings:
        wording = wording_of_row(row)
        yield wording.with_story(filled(wording.narrative, by_piece[row.piece_id]))


@cache
def _select_shown(ids: sa.Select[Any]) -> Together:
    """Return what reads wordings, quotes, refusals and wordings that quote, as one statement."""
    quoting = sa.select(t.quote.c.piece_id).where(t.quote.c.piece_id.in_(ids))
    return Together(
        select_folded(ids),
        stored_quotes.select_quotes(ids),
        stored_quotes.select_refusals(ids),
        sa.select(t.wording).where(t.wording.c.piece_id.in_(quoting)),
    )


_OF_PARTNERSHIP = sa.select(t.piece.c.id).where(
    t.piece.c.partnership_id == sa.bindparam("whose_id")
)
_OF_COMMUNITY = _OF_PARTNERSHIP.where(t.piece.c.community_id == sa.bindparam("where_id"))

"""Which wordings of pieces repeat words of held notes, or of quotes to which their writers said no.

Compared is what is shown: a quote with the words that stand there now. It is empty where its own
writer said no; the same words in a copy of that note, by whatever hand, are refused as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import sqlalchemy as sa

from plugin.domain.pieces import Piece, Wording
from plugin.domain.quotes import Quote, filled
from plugin.domain.text_search import fold
from plugin.store import identifier_decisions
from plugin.store import quotes as stored_quotes
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.held_words import held_now, stand_in
from plugin.store.piece_rows import wording_of_row


def repeating(
    tx: Tx,
    ids: sa.Select[Any],
    values: Mapping[str, Any],
    pieces: Collection[Piece],
    wordings: Mapping[str, Iterable[Wording]],
) -> defaultdict[str, set[str]]:
    """Return the wordings that repeat held words, by piece; `wordings` have their quotes filled.

    `ids` selects the pieces, with `values` for its parameters; it is kept, so there may be few.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    partnership_of = {each.id: each.partnership_id for each in pieces}
    held = held_now(tx, set(partnership_of.values()))
    if not any(held.values()):
        return found
    quoting = _folded(each for own in wordings.values() for each in own if each.typed is not None)
    for piece_id, wording_id, words in tx.execute(_select_folded(ids), values):
        phrases = held.get(partnership_of[piece_id])
        shown = quoting.get(wording_id, words)
        if phrases is not None and stand_in(partnership_of[piece_id], phrases, shown):
            found[piece_id].add(wording_id)
    return found


def pieces_repeating(tx: Tx, partnership_id: str, community_id: str | None) -> frozenset[str]:
    """Return the pieces of a partnership, or of one group of it, that repeat held words."""
    phrases = held_now(tx, [partnership_id]).get(partnership_id)
    if phrases is None:
        return frozenset()
    ids, where = _OF_PARTNERSHIP, {"whose_id": partnership_id}
    if community_id is not None:
        ids, where = _OF_COMMUNITY, where | {"where_id": community_id}
    quoting = _folded(_quoting(tx, partnership_id, ids, where))
    return frozenset(
        row.piece_id
        for row in tx.execute(_select_folded(ids), where)
        if stand_in(partnership_id, phrases, quoting.get(row.id, row.words))
    )


def _folded(wordings: Iterable[Wording]) -> dict[str, str]:
    return {each.id: fold("\n".join(each.words)) for each in wordings}


def _quoting(
    tx: Tx, partnership_id: str, ids: sa.Select[Any], values: Mapping[str, Any]
) -> Iterator[Wording]:
    """Yield the wordings that quote notes, of some pieces of a partnership, with the words."""
    rows = tx.execute(stored_quotes.select_quotes(ids), values).all()
    if not rows:
        return
    refused = stored_quotes.refusals_of(tx.execute(stored_quotes.select_refusals(ids), values))
    known = identifier_decisions.known_in(tx, partnership_id)
    of_piece: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        of_piece[row.piece_id].append(row)
    here = t.wording.c.piece_id.in_(sorted(of_piece))
    quotes = {
        piece_id: {each.number: each for each in stored_quotes.quotes_of(own, (), known, refused)}
        for piece_id, own in of_piece.items()
    }
    for row in tx.execute(sa.select(t.wording).where(here)):
        yield with_quotes(wording_of_row(row), quotes[row.piece_id])


def with_quotes(wording: Wording, quotes: Mapping[int, Quote]) -> Wording:
    """Return a wording with what may be shown of its quotes in place of their tokens."""
    shown = filled(wording.narrative, quotes)
    return replace(wording, narrative=shown, typed=wording.narrative)


@cache
def _select_folded(ids: sa.Select[Any]) -> sa.Select[Any]:
    """Return what reads the wordings of some pieces; made once for each way to choose them."""
    wording, folded = t.wording.c, t.search_text.c
    return (
        sa.select(wording.piece_id, wording.id, folded.words)
        .join(t.search_text, folded.owner_id == wording.id)
        .where(wording.piece_id.in_(ids))
    )


_OF_PARTNERSHIP = sa.select(t.piece.c.id).where(
    t.piece.c.partnership_id == sa.bindparam("whose_id")
)
_OF_COMMUNITY = _OF_PARTNERSHIP.where(t.piece.c.community_id == sa.bindparam("where_id"))

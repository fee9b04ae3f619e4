"""What follows from a piece, at the end of its page in Notion: bullets that lead to other pieces.

A bullet names the row of the other piece, and Notion shows what that row is called: no words of
another piece are copied. Only what may be in Notion is named.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from plugin.domain.links import Link
from plugin.domain.pieces import KINDS, Check, pair
from plugin.sync.actions import WHAT_FOLLOWS
from plugin.sync.body_blocks import BULLET, BodyBlock
from plugin.sync.pieces.related import Related
from plugin.sync.pieces.sides import OurPiece, Ours, address_of

_KINDS = ("doubt", "ask", "experiment", "commitment of the group")  # those that follow others


def with_follows(
    ours: Ours,
    related: Related,
    checks: Mapping[str, Check | None],
    live: Mapping[str, Link],
    rows: Container[str],
) -> tuple[OurPiece, ...]:
    """Return the pieces of a side with what follows from each: a heading and bullets, or nothing.

    Where the row of another piece is not among those of Notion, a bullet leads to its page here.
    One that is made in this run is named on new pages, and on others by the next run, in one call.
    """
    found = []
    for piece in ours.pieces:
        kinds = _kinds_of(_others(piece, related), checks)
        bullets = [
            _leading(KINDS[_KINDS[at]], our_id, live.get(our_id), rows, ours.home)
            for at, our_id in kinds
            if our_id in live or piece.id not in live
        ]
        heading = (BodyBlock("heading_3", WHAT_FOLLOWS),) if bullets else ()
        found.append(piece if piece.is_short else replace(piece, follows=(*heading, *bullets)))
    return tuple(found)


def following_first(ours: Ours) -> Ours:
    """Return a side with the pieces that follow others first: rows are made in this order."""
    pieces = sorted(ours.pieces, key=lambda each: each.whole.newest.kind not in _KINDS)
    return replace(ours, pieces=tuple(pieces))


def _leading(
    kind: str, our_id: str, link: Link | None, rows: Container[str], home: str
) -> BodyBlock:
    if link is not None and link.notion_page_id in rows:
        return BodyBlock(BULLET, kind, page=link.notion_page_id)
    return BodyBlock(BULLET, kind, address_of(home, our_id), made_now="" if link else our_id)


def _others(piece: OurPiece, related: Related) -> set[str]:
    """Return what a piece belongs with once this run has taken what was changed in Notion."""
    news = {each for each in related.made | related.undone if piece.id in each}
    pairs = {pair(piece.id, each) for each in piece.whole.belongs_with} ^ news
    return {each for both in pairs for each in both} - {piece.id}


def _kinds_of(our_ids: Iterable[str], checks: Mapping[str, Check | None]) -> list[tuple[int, str]]:
    found = ((check.wording.kind, each) for each in our_ids if (check := checks.get(each)))
    return sorted((_KINDS.index(kind), each) for kind, each in found if kind in _KINDS)

"""Rows in memories that communities once had to themselves: followed no more, named once.

The upgrade that took such memories out remembers their tables. The first run after it asks which
rows of ours stand there, and lets go of them: it makes rows in the partnership's memory as for any
thing that has none. The tables are forgotten once the run has told, so one that broke off tells
again. A table that Notion does not show is looked for again in the next run.

A link of such a row says that the row is a former one. It keeps what people wrote into our box,
unless the piece's words were taken back, and no other words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from connectors.errors import NotThereOrNotShared
from plugin import intents
from plugin.domain.links import Link
from plugin.store import former_tables as stored_former_tables
from plugin.store import links as stored_links
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.sync import messages
from plugin.sync.target import SyncTarget


@dataclass(frozen=True, slots=True)
class Former:
    """The rows that stand in former memories, and the tables in which they were found."""

    page_ids: frozenset[str]
    tables: tuple[str, ...]


def former_rows(target: SyncTarget) -> Former:
    """Ask which rows stand in former memories; nothing is asked where there are none."""
    with target.services.db.read() as tx:
        tables = stored_former_tables.former_tables(tx, target.partnership_id)
    page_ids: set[str] = set()
    seen = []
    for table in tables:
        try:
            rows = target.notion.query_all(table, with_archived=True)
        except NotThereOrNotShared:
            continue
        page_ids |= {row.id for row in rows}
        seen.append(table)
    return Former(frozenset(page_ids), tuple(seen))


def leave_former_rows(target: SyncTarget, said: list[str]) -> Former:
    """Let go of every row in a former memory; add a sentence for each to `said`."""
    former = former_rows(target)
    if former.tables:
        with intents.writing_alone(target.services) as tx:
            _leave(tx, target, former)
            links = stored_links.links(tx, target.partnership_id)
        said += former_rows_messages(links, former.page_ids)
    return former


def forget_former_tables(target: SyncTarget, former: Former) -> None:
    """Forget the tables whose rows were named."""
    if former.tables:
        with intents.writing_alone(target.services) as tx:
            stored_former_tables.forget(tx, former.tables)


def _leave(tx: Tx, target: SyncTarget, former: Former) -> None:
    """Let go of rows, and close their conflicts: the words of people stand on the old row."""
    links = stored_links.links(tx, target.partnership_id)
    pieces = stored_pieces.pieces(tx, target.partnership_id)
    taken_back = {each.piece.id for each in pieces if not each.voices}
    now = let_go(links, former.page_ids, taken_back)
    left = {after.id: after for link, after in zip(links, now, strict=True) if after != link}
    for link in left.values():
        stored_links.save_link(tx, link)
    for conflict in stored_links.open_conflicts(tx, target.partnership_id):
        if conflict.link_id in left:
            stored_links.resolve_conflict(tx, conflict.id, target.services.now)


def let_go(
    links: Iterable[Link], page_ids: Collection[str], taken_back: Collection[str] = ()
) -> tuple[Link, ...]:
    """Return the links, let go of where their row is among those in former memories.

    `taken_back` are pieces that no note stands under any more. Rows of sessions and communities
    are made under the key that they always have, so their old links give it up.
    """
    return tuple(
        link.let_go(
            link.key if link.kind == "piece" else link.notion_page_id,
            () if link.our_id in taken_back else link.state.boxed,
        )
        if link.notion_page_id in page_ids and link.is_followed
        else link
        for link in links
    )


def former_rows_messages(links: Iterable[Link], page_ids: Collection[str]) -> tuple[str, ...]:
    """Return a sentence with its address for every row that was let go of."""
    left = (link for link in links if link.is_former and link.notion_page_id in page_ids)
    return tuple(messages.FORMER_ROW.format(address=link.address) for link in left)

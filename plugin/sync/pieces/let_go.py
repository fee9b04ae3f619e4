"""Rows in memories that communities once had to themselves: what becomes of their links.

A link of a row that stands in such a memory says that the row is a former one. It
keeps what people wrote into our box, unless the piece's words were taken back, and no other words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from plugin.domain.links import Link
from plugin.sync import messages


def let_go(
    links: Iterable[Link], page_ids: Collection[str], taken_back: Collection[str] = ()
) -> tuple[Link, ...]:
    """Return the links, let go of where their row is among those in former memories.

    `taken_back` are pieces that no note stands under any more. Rows of sessions and communities
    are made under the key that they always have, so their old links give it up.
    """
    return tuple(
        _let_go(link, keeps_box=link.our_id not in taken_back)
        if link.notion_page_id in page_ids and link.is_followed
        else link
        for link in links
    )


def former_rows_messages(links: Iterable[Link], page_ids: Collection[str]) -> tuple[str, ...]:
    """Return a sentence with its address for every row that was let go of."""
    left = (link for link in links if link.is_former and link.notion_page_id in page_ids)
    return tuple(messages.FORMER_ROW.format(address=link.address) for link in left)


def _let_go(link: Link, *, keeps_box: bool) -> Link:
    key = link.key if link.kind == "piece" else link.notion_page_id
    return link.let_go(key, link.state.boxed if keeps_box else ())

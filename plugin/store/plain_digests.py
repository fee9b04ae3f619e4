"""Plain hashes of words that went, as older versions stored them: keyed digests take their place.

They stand in links to Notion and in what is known of a memory's themes. Nothing is read or written
in Notion for it.
"""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from plugin.domain.judgements import THEMES
from plugin.domain.line_digests import MARK, keyed, with_keyed_marks
from plugin.store import links as stored_links
from plugin.store import tables as t
from plugin.store.database import Tx, key_of


def are_left(tx: Tx) -> bool:
    """Say whether a plain hash is stored somewhere; for somebody who waits for no writer."""
    return bool(_plain_links(tx) or _plain_places(tx))


def put_keyed_ones(tx: Tx) -> None:
    """Store keyed digests in place of all plain hashes."""
    for link_id, agreed in _plain_links(tx).items():
        tx.execute(sa.update(t.link).where(t.link.c.id == link_id).values(agreed=agreed))
    for partnership_id, digests in _plain_places(tx).items():
        place = stored_links.place(tx, partnership_id)
        if place is not None and place.memory is not None:
            memory = place.memory.with_known(options={THEMES: digests})
            stored_links.save_place(tx, replace(place, memory=memory))


def _plain_links(tx: Tx) -> dict[str, dict[str, str]]:
    """Return what is agreed on in links that have plain hashes, with keyed ones, by link."""
    link, key = t.link.c, key_of(tx)
    is_marked = sa.cast(link.agreed, sa.Text).contains(MARK)
    found = {}
    for row in tx.execute(sa.select(link.id, link.agreed).where(is_marked)):
        agreed = {name: with_keyed_marks(text, key) for name, text in row.agreed.items()}
        if agreed != row.agreed:
            found[row.id] = agreed
    return found


def _plain_places(tx: Tx) -> dict[str, tuple[str, ...]]:
    """Return the digests of themes where some are plain, with keyed ones, by partnership."""
    place, key, found = t.notion_place.c, key_of(tx), {}
    for row in tx.execute(sa.select(place.partnership_id, place.sources)):
        before = row.sources.get("memory", {}).get("options", {}).get(THEMES, [])
        digests = tuple(sorted(keyed(each, key) for each in before))
        if list(digests) != sorted(before):
            found[row.partnership_id] = digests
    return found

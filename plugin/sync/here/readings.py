"""Keeps which bodies were read in agreement, so that the next run need not read them again.

A reading is forgotten before anything is written to its page, whether or not the write arrives.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from plugin import intents
from plugin.domain.links import Link
from plugin.store import links as stored_links
from plugin.store.services import Services
from plugin.sync.pieces.readings import BodyRead, with_reading, without_reading


def keep_readings(
    services: Services,
    partnership_id: str,
    bodies: Mapping[str, BodyRead],
    written: Collection[str],
) -> None:
    """Remember the bodies of this run, by page id, but for those of pages that it wrote to."""
    if not bodies:
        return
    with services.db.read() as tx:
        found = stored_links.links(tx, partnership_id)
    own = [each for each in found if each.is_followed and each.notion_page_id in bodies]
    if not any(_changed(each, bodies, written) for each in own):
        return
    with intents.writing_alone(services) as tx:
        for link in stored_links.links(tx, partnership_id):
            changed = _changed(link, bodies, written) if link.is_followed else None
            if changed is not None:
                stored_links.save_link(tx, changed)


def forget_reading(services: Services, our_id: str) -> None:
    """Have the body of a row read anew in the next run."""
    with services.db.read() as tx:
        link = stored_links.link_of(tx, our_id)
    if link is None or without_reading(link) is None:
        return
    with intents.writing_alone(services) as tx:
        now = stored_links.link(tx, link.id)
        changed = without_reading(now) if now else None
        if changed is not None:
            stored_links.save_link(tx, changed)


def _changed(link: Link, bodies: Mapping[str, BodyRead], written: Collection[str]) -> Link | None:
    body = bodies.get(link.notion_page_id)
    if body is None:
        return None
    reading = None if link.our_id in written else body.reading
    return with_reading(link, body.blocks, reading)

"""A person asks what was said in Notion about one piece: its page and each block on it are asked.

What a sync asks for itself, and why it is less, stands in `acting.hearing`.
"""

from __future__ import annotations

from connectors.errors import ConnectorError, NotThereOrNotShared
from connectors.notion.client import NotionClient
from plugin.domain.people import Actor
from plugin.errors import NotHere
from plugin.store import links as stored_links
from plugin.store.services import Services
from plugin.sync.acting.hearing import Hearer
from plugin.sync.acting.local import with_said
from plugin.sync.acting.troubles import in_words
from plugin.sync.resolving import partnership_of

MOST_BLOCKS = 50  # of one page; each costs a call


def look_for_comments(services: Services, actor: Actor, notion: NotionClient, piece_id: str) -> str:
    """Remember the comments on a piece's page as they are now; return what came of it.

    Raise NotHere for a piece that has no page in Notion, or that this person may not carry there.
    """
    partnership_of(services, actor, piece_id)
    with services.db.read() as tx:
        link = stored_links.link_of(tx, piece_id)
    if link is None:
        raise NotHere("This piece has no page in Notion. Nothing was changed.")
    hearer = Hearer(notion)
    try:
        blocks = notion.children(link.notion_page_id)[:MOST_BLOCKS]
        said = hearer.on(link.notion_page_id, [block.id for block in blocks])
    except NotThereOrNotShared:
        said = ()
    except ConnectorError as error:
        raise in_words(error) from error
    with services.db.begin() as tx:
        now = stored_links.link(tx, link.id)
        if now is not None:
            stored_links.save_link(tx, with_said(now, said))
    if not hearer.may_hear:
        return (
            "Hedgerow's connection may not read comments in Notion. Whoever set it up can allow it."
        )
    return "Looked. What is said there now is below." if said else "Nobody has commented there."

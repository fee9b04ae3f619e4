"""The page in Notion under which a partnership keeps its memory: chosen by link or id."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from uuid import UUID

from connectors.errors import NotThereOrNotShared
from plugin.accounts.clients import Accounts
from plugin.accounts.connecting import require_whole
from plugin.domain.people import Actor
from plugin.errors import BadInput
from plugin.store import connections as stored
from plugin.store.ground import Ground

_ID_AT_END = re.compile(r"[0-9a-f]{32}$")


def page_id_of(given: str) -> str:
    """Read a page's id out of its link, or as it stands; raise BadInput.

    The id ends the path: `…/Our-memory-1f0c…`; what follows a question mark is about a view.
    """
    last = urlsplit(given.strip()).path.rstrip("/").rpartition("/")[2]
    found = _ID_AT_END.search(last.lower().replace("-", ""))
    if found is None:
        raise BadInput(
            "That is not the link of a Notion page. Nothing was changed. Open the page in Notion, "
            "choose Copy link, and paste the whole link here."
        )
    return str(UUID(found[0]))


def choose_parent(
    ground: Ground, accounts: Accounts, actor: Actor, partnership_id: str, given: str
) -> str:
    """Store the page for a partnership's memory after looking at it; return its id."""
    require_whole(accounts, actor, partnership_id)
    page_id = page_id_of(given)
    try:
        page = accounts.notion(partnership_id).page(page_id)
    except NotThereOrNotShared as error:
        raise BadInput(
            "Notion does not show that page to Hedgerow. Nothing was changed. Open the page in "
            "Notion, add the connection under Connections in its menu, and choose it here again."
        ) from error
    if page.in_trash:
        raise BadInput(
            "That page is in Notion’s trash. Nothing was changed. Restore it, or choose another."
        )
    with ground.db.begin() as tx:
        stored.save_parent_page(tx, partnership_id, page.id)
    return page.id

"""The page in Notion under which a memory is kept: chosen by link or id."""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from uuid import UUID

from connectors.errors import NotThereOrNotShared, RefusedForGood
from connectors.notion.client import NotionClient
from connectors.notion.error_bodies import A_DATABASE
from plugin.accounts.clients import Accounts
from plugin.accounts.connecting import require_whole
from plugin.domain.people import Actor
from plugin.errors import BadInput
from plugin.store import connections as stored_connections
from plugin.store.services import Services

_ID_AT_END = re.compile(r"[0-9a-f]{32}$")
_NO_PAGE = (
    "That is not the link of a Notion page. Nothing was changed. Open the page in Notion, choose "
    "Copy link, and paste the whole link here."
)
_NOT_SHOWN = (
    "Notion does not show that page to Hedgerow. Nothing was changed. Open the page in Notion, add "
    "the connection under Connections in its menu, and choose it here again."
)
IS_A_DATABASE = (
    "That is a database, not a page. Nothing was changed. Open the page that the memory is to lie "
    "under, choose Copy link there, and paste that link here. A new, empty page will do."
)
_OPEN_PAGE = "p"  # in a link's query: the page that is open beside or above a table's view


def page_id_of(given: str) -> str:
    """Read a page's id out of its link, or as it stands; raise BadInput.

    The id ends the path: `…/Our-memory-1f0c…`. A page that is open above a table has its id in the
    query: `…/<table>?v=<view>&p=<page>&pm=s`. The fragment names a block and is not read.
    """
    link = _parted(given.strip())
    opened = parse_qs(link.query).get(_OPEN_PAGE, [""])[0]
    page_id = _id_at_end(opened) or _id_at_end(unquote(link.path).rstrip("/").rpartition("/")[2])
    if page_id is None:
        raise BadInput(_NO_PAGE)
    return page_id


def _parted(link: str) -> SplitResult:
    try:
        return urlsplit(link)
    except ValueError:  # such as half of an IPv6 address in brackets
        return urlsplit("")


def _id_at_end(text: str) -> str | None:
    found = _ID_AT_END.search(text.lower().replace("-", ""))
    return str(UUID(found[0])) if found else None


def choose_parent(
    services: Services, accounts: Accounts, actor: Actor, partnership_id: str, given: str
) -> str:
    """Store the page for a partnership's memory after looking at it; return its id."""
    require_whole(accounts, actor, partnership_id)
    page_id = _seen(accounts, partnership_id, given)
    with services.db.begin() as tx:
        stored_connections.save_parent_page(tx, partnership_id, page_id)
    return page_id


def _is_database(notion: NotionClient, given_id: str) -> bool:
    try:
        notion.database(given_id)
    except (NotThereOrNotShared, RefusedForGood):
        return False
    return True


def _seen(accounts: Accounts, partnership_id: str, given: str) -> str:
    """Return the id of a page that Notion shows to Hedgerow; raise BadInput for any other."""
    page_id, notion = page_id_of(given), accounts.notion(partnership_id)
    try:
        page = notion.page(page_id)
    except NotThereOrNotShared as error:
        said = IS_A_DATABASE if _is_database(notion, page_id) else _NOT_SHOWN
        raise BadInput(said) from error
    except RefusedForGood as error:
        if error.status != HTTPStatus.BAD_REQUEST:
            raise
        raise BadInput(IS_A_DATABASE if error.hint == A_DATABASE else _NO_PAGE) from error
    if page.in_trash:
        raise BadInput(
            "That page is in Notion’s trash. Nothing was changed. Restore it, or choose another."
        )
    return page.id

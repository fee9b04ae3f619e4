"""Notion's calls that the product needs: pages, databases, data sources, blocks, whose token it is.

One method is one call or one walk over slices; each names the paragraph of `docs/notion.md` it
rests on. Every method may raise what `connectors.errors` draws; docstrings name an error only
where the caller has to act on it in a special way.
"""

from connectors.account import Account, TokenSource, signed_by
from connectors.http import HTTP, Service
from connectors.notion.blocks import BlockCalls
from connectors.notion.calls import SLICE, reading
from connectors.notion.error_bodies import read_error_details
from connectors.notion.pages import PageCalls
from connectors.notion.rows import RowCalls
from connectors.notion.sources import SourceCalls
from schemas.notion import Bot, User, read_bot, read_user

__all__ = ["BASE_URL", "SLICE", "VERSION", "NotionClient"]

BASE_URL = "https://api.notion.com"
# The newest version of the data API (docs/notion.md#version-and-headers). It is pinned because a
# version changes what
# answers mean: `in_trash`, `position` and data sources are read and written as this one has them.
VERSION = "2026-03-11"


class NotionClient(PageCalls, RowCalls, SourceCalls, BlockCalls):
    """Notion as one token sees it; safe to share between threads."""

    def __init__(self, http: HTTP, token: str | TokenSource, base_url: str = BASE_URL) -> None:
        super().__init__(
            Account(
                http,
                Service(
                    vendor="notion",
                    base_url=base_url,
                    auth=signed_by(token, "notion"),
                    error_details=read_error_details,
                    headers={"Notion-Version": VERSION},
                    request_id_header="x-notion-request-id",
                ),
            )
        )

    def me(self) -> Bot:
        """Return the bot that this token acts as, and its workspace.

        https://developers.notion.com/reference/get-self
        """
        return self._account.ask(reading("/v1/users/me"), read_bot)

    def user(self, user_id: str) -> User:
        """Return who somebody is; refused where the connection may not know.

        https://developers.notion.com/reference/get-user
        """
        return self._account.ask(reading("/v1/users/{user_id}", user_id=user_id), read_user)

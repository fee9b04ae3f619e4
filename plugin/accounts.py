"""The accounts that Hedgerow uses at Miro and Notion, real or on the sandbox.

Tokens come from the settings; connecting by OAuth has its own issue. Where no token is set, asking
for the account says so and how to mend it.
"""

from __future__ import annotations

from connectors.errors import ConnectorError
from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.notion.client import NotionClient
from plugin.config import Settings
from plugin.errors import ConnectionBroken

_SANDBOX_TOKEN = "sandbox-hedgerow"  # noqa: S105  accepted by the sandbox alone
_OWN_NAME = "Hedgerow"


class Accounts:
    """Hand out the clients of one installation; both share one HTTP session."""

    def __init__(self, settings: Settings, http: HTTP | None = None) -> None:
        self._settings = settings
        self._http = http or HTTP()
        self._miro_name: str | None = None

    def miro(self) -> MiroClient:
        """Return Miro as Hedgerow's account sees it; raise ConnectionBroken without a token."""
        if self._settings.sandbox_url:
            return MiroClient(self._http, _SANDBOX_TOKEN, f"{self._settings.sandbox_url}/miro")
        if self._settings.miro_token is None:
            raise ConnectionBroken(
                "No Miro account is connected. Nothing was changed. Whoever runs this server sets "
                "HEDGEROW_MIRO_TOKEN; the README says where the token comes from."
            )
        return MiroClient(self._http, self._settings.miro_token)

    def notion(self) -> NotionClient:
        """Return Notion as Hedgerow's connection sees it; raise ConnectionBroken without one."""
        if self._settings.sandbox_url:
            return NotionClient(self._http, _SANDBOX_TOKEN, f"{self._settings.sandbox_url}/notion")
        if self._settings.notion_token is None:
            raise ConnectionBroken(
                "No Notion connection is set up. Nothing was changed. Whoever runs this server "
                "sets HEDGEROW_NOTION_TOKEN; the README says where the token comes from."
            )
        return NotionClient(self._http, self._settings.notion_token)

    def notion_parent(self) -> str:
        """Return the id of the page under which the memory is kept; raise ConnectionBroken."""
        if self._settings.notion_parent is None:
            raise ConnectionBroken(
                "No Notion page is chosen for the memory. Nothing was changed. Share a page with "
                "the connection and set HEDGEROW_NOTION_PARENT to its id."
            )
        return self._settings.notion_parent

    def miro_name(self) -> str:
        """Return the name that Miro shows on what we place; *Hedgerow* while it cannot be read.

        It is asked for once: Miro's answer costs a call, and the account stays the same as long as
        the token does.
        """
        if self._miro_name is None:
            try:
                self._miro_name = self.miro().token_context().user_name or _OWN_NAME
            except (ConnectorError, ConnectionBroken):
                return _OWN_NAME
        return self._miro_name

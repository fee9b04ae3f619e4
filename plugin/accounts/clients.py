"""Hands out the clients of one Hedgerow: whose token opens Miro and Notion for a partnership.

A token that the administrator has set comes first, then the partnership's own connection,
on the sandbox at last the sandbox's own account. Where there is none, asking says how to mend it.
"""

from __future__ import annotations

from contextlib import suppress

from connectors.account import TokenSource
from connectors.errors import (
    LookFirst,
    NotAnAnswer,
    NotThereOrNotShared,
    Reconnect,
    RefusedForGood,
    Wait,
)
from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.notion.client import NotionClient
from connectors.openid import OpenIDProvider
from plugin.accounts.encryption_keys import TokenKeys
from plugin.accounts.rate_limits import pace_of
from plugin.accounts.tokens import StoredToken
from plugin.accounts.vendors import (
    OAuth,
    can_connect,
    oauth_of,
    openid_provider,
    own_token,
    site_of,
)
from plugin.config import Settings
from plugin.domain.connections import Connection, Vendor
from plugin.errors import ConnectionBroken, NotConnected
from plugin.store import communities as stored_communities
from plugin.store import connections as stored_connections
from plugin.store.services import Services

_SANDBOX_TOKEN = "sandbox-hedgerow"  # noqa: S105  accepted by the sandbox alone
_OWN_NAME = "Hedgerow"


class Accounts:
    """Hand out the clients of one installation; all share one HTTP session.

    Without a ground there are no connections and no limits, only the tokens of the settings.
    """

    def __init__(
        self, settings: Settings, http: HTTP | None = None, services: Services | None = None
    ) -> None:
        self._settings = settings
        self._http = http or HTTP()
        self._ground = services
        self._keys = TokenKeys(settings)
        self._miro_name: str | None = None
        self._openid = openid_provider(settings)

    @property
    def settings(self) -> Settings:
        """The settings that say where the vendors are."""
        return self._settings

    @property
    def keys(self) -> TokenKeys:
        """The keys under which tokens are stored."""
        return self._keys

    def miro(self, partnership_id: str | None = None) -> MiroClient:
        """Return Miro as a partnership's account sees it; raise ConnectionBroken without one."""
        http, token, site = self._way(Vendor.MIRO, partnership_id)
        return MiroClient(http, token, site)

    def notion(self, partnership_id: str | None = None) -> NotionClient:
        """Return Notion as a partnership's account sees it; raise ConnectionBroken without one."""
        http, token, site = self._way(Vendor.NOTION, partnership_id)
        return NotionClient(http, token, site)

    def oauth(self, vendor: Vendor) -> OAuth:
        """Return a vendor's OAuth; raise ConnectionBroken where no app was set up."""
        return oauth_of(self._settings, self._http, vendor)

    def openid(self) -> OpenIDProvider | None:
        """Return the provider of single sign-on, None where none is set."""
        return self._openid

    def as_token(self, vendor: Vendor, token: str) -> MiroClient | NotionClient:
        """Return a client for a token that was just granted."""
        site = site_of(self._settings, vendor)
        kind = MiroClient if vendor is Vendor.MIRO else NotionClient
        return kind(self._http, token, site)

    def connection(self, vendor: Vendor, partnership_id: str | None) -> Connection | None:
        """Return a partnership's own connection, broken or not."""
        if self._ground is None or partnership_id is None:
            return None
        with self._ground.db.read() as tx:
            return stored_connections.connection(
                tx, partnership_id, vendor, site_of(self._settings, vendor)
            )

    def credential(self, vendor: Vendor, partnership_id: str) -> str | None:
        """Return what names the account that a partnership's calls count on, None without one.

        Whoever shares the name shares the vendor's limit; of a token it tells nothing.
        """
        token = own_token(self._settings, vendor)
        own = None if token else self.connection(vendor, partnership_id)
        if own is not None:
            return None if own.installation.is_broken else own.installation.account_key
        if token is None:
            return _SANDBOX_TOKEN if self._settings.sandbox_url else None
        return self._keys.name_of(token)

    def community_ids(self, partnership_id: str) -> tuple[str, ...]:
        """Return the communities for which a partnership's accounts work."""
        if self._ground is None:
            return ()
        with self._ground.db.read() as tx:
            return tuple(each.id for each in stored_communities.communities(tx, partnership_id))

    def is_shared(self, vendor: Vendor) -> bool:
        """Say whether one token of the server's settings opens a vendor for several partnerships.

        It comes before their own connections, and may see what belongs to any of them.
        """
        if self._ground is None or own_token(self._settings, vendor) is None:
            return False
        with self._ground.db.read() as tx:
            return len(stored_communities.partnerships(tx)) > 1

    def has_miro_app(self, partnership_id: str) -> bool:
        """Say whether our app is installed where a partnership's boards are made.

        Whoever connected Miro installed it. The sandbox's is installed in a demo; of a token that
        somebody wrote into the settings nothing is known.
        """
        if own_token(self._settings, Vendor.MIRO) is not None:
            return False
        if self.connection(Vendor.MIRO, partnership_id) is not None:
            return True
        return bool(self._settings.sandbox_url) and self._settings.is_demo

    def notion_parent(self, partnership_id: str | None = None) -> str:
        """Return the id of the page under which the memory is kept; raise ConnectionBroken.

        It is the page that the partnership chose, or else the one of the settings.
        """
        page_id = self.chosen_parent(partnership_id) or self._settings.notion_parent
        if page_id is None:
            raise ConnectionBroken(
                "No Notion page is chosen for the memory. Nothing was changed. Share a page with "
                "the connection and choose it under Connections.",
                "Or set HEDGEROW_NOTION_PARENT to its id.",
            )
        return page_id

    def chosen_parent(self, partnership_id: str | None) -> str | None:
        """Return the page that a partnership chose, or None."""
        if self._ground is None or partnership_id is None:
            return None
        with self._ground.db.read() as tx:
            return stored_connections.parent_page(tx, partnership_id)

    def miro_name(self, partnership_id: str | None = None) -> str:
        """Return the name that Miro shows on what we place, *Hedgerow* until Miro was asked.

        A connection knows it; of another token it is known once `ask_miro_name` asked for it.
        """
        own = self._own_miro(partnership_id)
        known = own.installation.account_name if own else self._known_name()
        return known or _OWN_NAME

    def ask_miro_name(self, partnership_id: str | None = None) -> str:
        """Return the same, and ask Miro where nobody has: once for a token, as it costs a call."""
        if self._own_miro(partnership_id) is None and self._known_name() is None:
            with suppress(Wait, LookFirst, NotAnAnswer, ConnectionBroken):  # it may be asked later
                self._know_name(self._name_at_miro())
        return self.miro_name(partnership_id)

    def _name_at_miro(self) -> str:
        try:
            return self.miro().token_context().user_name or _OWN_NAME
        except (Reconnect, RefusedForGood, NotThereOrNotShared):  # this token will not tell
            return _OWN_NAME

    @property
    def lacks_miro_name(self) -> bool:
        """Say whether there is a token of the server's of which nobody knows the name."""
        return self._server_token(Vendor.MIRO) is not None and self._known_name() is None

    def _own_miro(self, partnership_id: str | None) -> Connection | None:
        if own_token(self._settings, Vendor.MIRO) is not None:
            return None
        return self.connection(Vendor.MIRO, partnership_id)

    def _known_name(self) -> str | None:
        token = self._server_token(Vendor.MIRO)
        if self._ground is None or token is None:
            return self._miro_name
        with self._ground.db.read() as tx:
            return stored_connections.account_name(tx, self._keys.name_of(token))

    def _know_name(self, name: str) -> None:
        token = self._server_token(Vendor.MIRO)
        if self._ground is None or token is None:
            self._miro_name = name
            return
        with self._ground.db.begin() as tx:
            stored_connections.save_account_name(tx, self._keys.name_of(token), name)

    def _server_token(self, vendor: Vendor) -> str | None:
        """Return the token that everybody on this server uses who connected no account."""
        sandbox_token = _SANDBOX_TOKEN if self._settings.sandbox_url else None
        return own_token(self._settings, vendor) or sandbox_token

    def _way(
        self, vendor: Vendor, partnership_id: str | None
    ) -> tuple[HTTP, str | TokenSource, str]:
        """Return how a call goes there: transport with its pace, token, address."""
        site = site_of(self._settings, vendor)
        token = own_token(self._settings, vendor)
        if token is None:
            own = self.connection(vendor, partnership_id)
            if own is not None:
                return self._connected(own)
            token = self._server_token(vendor)
        if token is None:
            raise NotConnected(*not_connected(self._settings, vendor))
        return self._paced(vendor, token), token, site

    def _connected(self, own: Connection) -> tuple[HTTP, TokenSource, str]:
        installation, vendor = own.installation, own.vendor
        if installation.is_broken:
            raise ConnectionBroken(broken(vendor))
        if self._ground is None:
            raise ValueError("A stored connection needs the services that it is stored with.")
        token = StoredToken(self._ground, self._keys, lambda: self.oauth(vendor), installation)
        return self._paced(vendor, installation.account_key), token, installation.site

    def _paced(self, vendor: Vendor, credential: str) -> HTTP:
        if self._ground is None:
            return self._http
        return self._http.paced(pace_of(self._settings, self._ground.db, vendor, credential))


def broken(vendor: Vendor) -> str:
    """Say that a connection ended, what is safe, and how to mend it."""
    return (
        f"{vendor.shown} no longer lets Hedgerow in. Everything that was collected is safe here. "
        f"A facilitator connects {vendor.shown} again under Connections."
    )


def not_connected(settings: Settings, vendor: Vendor) -> tuple[str, str]:
    """Say that there is no connection and who can make one, and what the server's setting is."""
    setting = f"HEDGEROW_{vendor.name}_TOKEN"
    what = "Miro account is connected" if vendor is Vendor.MIRO else "Notion connection is set up"
    if can_connect(settings, vendor):
        return (
            f"No {what}. Nothing was changed. A facilitator connects one under Connections, or "
            "the administrator gives it one.",
            f"To do that, set {setting}.",
        )
    return (
        f"No {what}. Nothing was changed. Ask the administrator to set it up.",
        f"To do that, set {setting}; the README says where the token comes from.",
    )

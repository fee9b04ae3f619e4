"""The token of a connection while it is used: refreshed before its end, or after it was refused.

Refreshing ends both old tokens, so two at once would lose the account. One row says who is at it;
whoever comes second waits, or takes what the first one got (docs/miro.md#oauth,
docs/notion.md#oauth).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from connectors.errors import ConnectorError, Evidence, LookFirst, Reconnect, Wait, Where
from connectors.oauth import is_over
from plugin.accounts.encryption_keys import TokenKeys
from plugin.accounts.vendors import OAuth
from plugin.domain.connections import LEASE, Installation, TokenRemedy, next_step
from plugin.errors import NotNow
from plugin.store import connections as stored_connections
from plugin.store.services import Services
from schemas.oauth import Grant

LOG = logging.getLogger("hedgerow.accounts")
_EARLY = timedelta(minutes=5)
_LOOK_AGAIN_S = 0.2


class StoredToken:
    """The token of one stored installation."""

    def __init__(
        self,
        services: Services,
        keys: TokenKeys,
        oauth: Callable[[], OAuth],
        installation: Installation,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._ground = services
        self._keys = keys
        self._oauth = oauth
        self._held = installation
        self._token = keys.unlocked(installation.access_token)
        self._sleep = sleep

    def token(self) -> str:
        """Return the token, refreshed if it ends within minutes; raise `Reconnect` if it is over.

        A refresh that did not work out matters only once the old token has really ended.
        """
        ends_at, now = self._held.ends_at, self._ground.now
        if ends_at is None or self._held.refresh_token is None or now < ends_at - _EARLY:
            return self._token
        try:
            renewed = self.renew()
        except (ConnectorError, NotNow):
            if now >= ends_at:
                raise
            return self._token
        if not renewed:
            raise Reconnect(self._where(), Evidence(code="connection_broken"))
        return self._token

    def renew(self) -> bool:
        """Get other tokens than the held ones; return False if only connecting again helps."""
        for _ in range(int(LEASE.total_seconds() / _LOOK_AGAIN_S)):
            step = self._next_step()
            if step is TokenRemedy.REFRESH:
                return self._refreshed()
            if step is not TokenRemedy.WAIT:
                return step is TokenRemedy.TAKE
            self._sleep(_LOOK_AGAIN_S)
        raise NotNow(
            f"The connection to {self._held.vendor.shown} is being renewed by another process. "
            "Nothing was changed. Try again in a minute."
        )

    def _next_step(self) -> TokenRemedy:
        now = self._ground.now
        with self._ground.db.begin() as tx:
            found = stored_connections.installation(tx, self._held.id)
            step = next_step(self._held, found, now)
            if found is not None and step is TokenRemedy.REFRESH:
                found = replace(found, refreshing_until=now + LEASE)
                stored_connections.save_installation(tx, found)
            elif found is not None and step is TokenRemedy.GIVE_UP and not found.is_broken:
                stored_connections.save_installation(tx, replace(found, broken_at=now))
        if found is not None and step in (TokenRemedy.TAKE, TokenRemedy.REFRESH):
            self._hold(found)
        return step

    def _refreshed(self) -> bool:
        """Exchange the refresh token; whatever comes of it, the others may go on."""
        refresh_token = self._keys.unlocked(self._held.refresh_token or "")
        try:
            grant = self._oauth().refresh(refresh_token)
        except ConnectorError as error:
            LOG.warning("Not refreshed: %s", error)  # safe to print, see connectors.errors
            return self._not_refreshed(error)
        self._store(grant)
        return True

    def _store(self, grant: Grant) -> None:
        """Store both tokens in one transaction; an answer that comes late is still the newest."""
        now = self._ground.now
        made = renewed(self._held, grant, self._keys, now)
        with self._ground.db.begin() as tx:
            if stored_connections.installation(tx, made.id) is not None:
                stored_connections.save_installation(tx, made)
        self._hold(made)

    def _not_refreshed(self, error: ConnectorError) -> bool:
        """Give the row free, broken if the vendor said so; tell whether other tokens are there."""
        now, over = self._ground.now, is_over(error)
        with self._ground.db.begin() as tx:
            found = stored_connections.installation(tx, self._held.id)
            is_ours = found is not None and found.refresh_token == self._held.refresh_token
            if found is not None and is_ours:
                broken_at = now if over else found.broken_at
                stored_connections.save_installation(
                    tx, replace(found, refreshing_until=None, broken_at=broken_at)
                )
        if found is not None and not is_ours and not found.is_broken:
            self._hold(found)
            return True
        if over:
            return False
        if isinstance(error, LookFirst):
            # What is in doubt is the refresh, not the call that it was for.
            raise Wait(error.where, error.evidence) from error
        raise error

    def _hold(self, found: Installation) -> None:
        self._held, self._token = found, self._keys.unlocked(found.access_token)

    def _where(self) -> Where:
        return Where(self._held.vendor.value, "POST", "/v1/oauth/token")


def renewed(
    installation: Installation, grant: Grant, keys: TokenKeys, now: datetime
) -> Installation:
    """Return an installation with the tokens of a grant; a vendor may keep the refresh token."""
    ends_in = grant.expires_in_s
    second = grant.refresh_token
    return replace(
        installation,
        access_token=keys.locked(grant.access_token),
        refresh_token=installation.refresh_token if second is None else keys.locked(second),
        got_at=now,
        ends_at=None if ends_in is None else now + timedelta(seconds=ends_in),
        refreshing_until=None,
        broken_at=None,
    )

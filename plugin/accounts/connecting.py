"""Connecting a partnership to Miro or Notion, disconnecting it, and what is connected now.

The first half of connecting gives an address and a state that only the asking browser keeps; the
second half believes nobody who comes back without it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace

from connectors.errors import (
    ConnectorError,
    LookFirst,
    NotThereOrNotShared,
    Reconnect,
    RefusedForGood,
)
from connectors.miro.client import MiroClient
from connectors.oauth import code_of
from plugin.accounts.clients import Accounts
from plugin.accounts.tokens import renewed
from plugin.accounts.vendors import can_connect, own_token, site_of
from plugin.domain.connections import Connection, Installation, Vendor
from plugin.domain.people import Actor, Power
from plugin.errors import BadInput, ConnectionBroken, NotNow
from plugin.store import connections as stored_connections
from plugin.store.services import Services
from schemas.oauth import Grant


@dataclass(frozen=True, slots=True)
class ConsentRequest:
    """Where to send somebody, and the state with which they come back."""

    address: str
    state: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """A partnership's connection to one vendor, as a page shows it."""

    vendor: Vendor
    by_server: bool
    can_connect: bool
    connection: Connection | None

    @property
    def is_broken(self) -> bool:
        """Say whether the vendor no longer lets us in."""
        return self.connection is not None and self.connection.installation.is_broken


def connections_of(
    services: Services, accounts: Accounts, actor: Actor, partnership_id: str
) -> tuple[ConnectionView, ...]:
    """Return what is connected, for the hosts of any community of the partnership."""
    actor.require(Power.CONNECT, partnership_id)
    return tuple(_shown(accounts, partnership_id, vendor) for vendor in Vendor)


def require_whole(accounts: Accounts, actor: Actor, partnership_id: str) -> None:
    """Return if this person may connect a whole partnership; raise NotHere or Refused."""
    ids = accounts.community_ids(partnership_id)
    actor.require_everywhere(Power.CONNECT, partnership_id, ids)


def has_ended(accounts: Accounts, partnership_id: str, vendor: Vendor) -> bool:
    """Say whether a vendor no longer lets this partnership in, for a notice on its pages."""
    found = _shown(accounts, partnership_id, vendor)
    return found.is_broken and not found.by_server


def begin(accounts: Accounts, actor: Actor, partnership_id: str, vendor: Vendor) -> ConsentRequest:
    """Return where to send somebody who connects a vendor; nothing is stored yet."""
    require_whole(accounts, actor, partnership_id)
    state = secrets.token_urlsafe(32)
    return ConsentRequest(accounts.oauth(vendor).authorise_url(state), state)


def finish(
    services: Services,
    accounts: Accounts,
    actor: Actor,
    partnership_id: str,
    vendor: Vendor,
    address: str,
    state: str,
) -> Connection:
    """Exchange the code in the address that somebody came back to, and store what came of it.

    An account that was connected instead is forgotten, unless another partnership uses it.
    """
    require_whole(accounts, actor, partnership_id)
    code = code_of(address, state)
    if code is None:
        raise BadInput(
            f"This does not belong to a connection that you began here. Nothing was changed. "
            f"Open Connections and connect {vendor.shown} again."
        )
    grant = _named(accounts, vendor, _granted(accounts, vendor, code))
    before = accounts.connection(vendor, partnership_id)
    made = _stored(services, accounts, partnership_id, vendor, grant)
    if before is not None and before.installation.id != made.installation.id:
        _let_go(services, accounts, before.installation)
    return made


def disconnect(
    services: Services, accounts: Accounts, actor: Actor, partnership_id: str, vendor: Vendor
) -> str:
    """End a partnership's connection and its tokens; return a sentence that says what came of it.

    Safe to do twice. Tokens that another partnership uses stay.
    """
    require_whole(accounts, actor, partnership_id)
    own = accounts.connection(vendor, partnership_id)
    if own is None:
        return f"{vendor.shown} is not connected. Nothing was changed."
    with services.db.begin() as tx:
        stored_connections.disconnect(tx, partnership_id, vendor)
    if _let_go(services, accounts, own.installation):
        return f"{vendor.shown} is disconnected. Everything that was collected stays here."
    return (
        f"{vendor.shown} is disconnected here, and everything that was collected stays. "
        f"{vendor.shown} could not be told: remove Hedgerow in {vendor.shown}’s own settings too."
    )


def _shown(accounts: Accounts, partnership_id: str, vendor: Vendor) -> ConnectionView:
    return ConnectionView(
        vendor,
        by_server=own_token(accounts.settings, vendor) is not None,
        can_connect=can_connect(accounts.settings, vendor),
        connection=accounts.connection(vendor, partnership_id),
    )


def _granted(accounts: Accounts, vendor: Vendor, code: str) -> Grant:
    try:
        return accounts.oauth(vendor).exchange(code)
    except Reconnect as error:
        raise ConnectionBroken(
            f"{vendor.shown} does not know this Hedgerow. Nothing was changed. The administrator "
            "has to correct how it is registered there.",
            f"Look at HEDGEROW_{vendor.name}_CLIENT_ID and HEDGEROW_{vendor.name}_CLIENT_SECRET.",
        ) from error
    except (RefusedForGood, NotThereOrNotShared) as error:
        raise BadInput(
            f"{vendor.shown} did not take the permission: it is good once and for ten minutes. "
            f"Nothing was changed. Open Connections and connect {vendor.shown} again."
        ) from error
    except LookFirst as error:
        raise NotNow(
            f"{vendor.shown} gave no clear answer. Nothing was changed here. "
            f"Open Connections and connect {vendor.shown} again."
        ) from error


def _named(accounts: Accounts, vendor: Vendor, grant: Grant) -> Grant:
    """Return the grant with the names that people know; Miro's answer to a code holds ids only."""
    client = accounts.as_token(vendor, grant.access_token)
    if not isinstance(client, MiroClient):
        return grant
    try:
        whose = client.token_context()
    except ConnectorError:
        return grant
    return replace(grant, account_name=whose.user_name, place_name=whose.team_name)


def _stored(
    services: Services, accounts: Accounts, partnership_id: str, vendor: Vendor, grant: Grant
) -> Connection:
    site, now = site_of(accounts.settings, vendor), services.now
    with services.db.begin() as tx:
        known = stored_connections.installation_of(tx, vendor, site, grant.account_key)
        base = known or _new(services, accounts, vendor, grant)
        made = replace(
            renewed(base, grant, accounts.keys, now),
            account_name=grant.account_name,
            place_name=grant.place_name,
        )
        stored_connections.save_installation(tx, made)
        stored_connections.connect(tx, partnership_id, vendor, made.id, now)
    return Connection(partnership_id, vendor, now, made)


def _new(services: Services, accounts: Accounts, vendor: Vendor, grant: Grant) -> Installation:
    return Installation(
        id=services.new_id(),
        vendor=vendor,
        site=site_of(accounts.settings, vendor),
        account_key=grant.account_key,
        account_name="",
        place_name="",
        access_token="",
        refresh_token=None,
        got_at=services.now,
    )


def _let_go(services: Services, accounts: Accounts, installation: Installation) -> bool:
    """Revoke and forget an installation that nobody uses; return whether the vendor knows it."""
    with services.db.begin() as tx:
        if stored_connections.is_used(tx, installation.id):
            return True
        present = stored_connections.installation(tx, installation.id)
        stored_connections.remove_installation(tx, installation.id)
    return present is None or _revoked(accounts, present)


def _revoked(accounts: Accounts, installation: Installation) -> bool:
    try:
        token = accounts.keys.unlocked(installation.access_token)
        accounts.oauth(installation.vendor).revoke(token)
    except NotThereOrNotShared:
        return True
    except (ConnectorError, ConnectionBroken):
        return installation.is_broken
    return True

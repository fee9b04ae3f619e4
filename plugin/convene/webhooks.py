"""The webhooks of a partnership: added and removed by those who connect the whole of it."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from connectors.webhooks import SECRET_STARTS, is_public
from plugin.accounts.encryption_keys import TokenKeys
from plugin.domain.communities import Partnership
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.presses import id_of
from plugin.domain.webhooks import LONGEST_ADDRESS, MOST_WEBHOOKS, Webhook
from plugin.errors import BadInput, ChangedMeanwhile, NotHere
from plugin.store import communities as stored_communities
from plugin.store import webhooks as stored_webhooks
from plugin.store.database import Tx
from plugin.store.services import Services

_NO_ADDRESS = (
    "That address cannot be told anything. Nothing was stored. Give one on the public internet "
    "that begins with https://, without a name before @, and without #."
)
_TOO_MANY = "This partnership has 5 addresses already. Nothing was stored. Remove one first."
_SHOWN_BEFORE = (
    "This address was added before, and Hedgerow shows its secret only once. If you did not copy "
    "it, remove the address and add it again."
)


@dataclass(frozen=True, slots=True)
class WebhooksView:
    """The page of a partnership's webhooks."""

    partnership: Partnership
    webhooks: tuple[Webhook, ...]


def webhooks_of(services: Services, actor: Actor, partnership_id: str) -> WebhooksView:
    """Return the webhooks of a partnership to those who connect the whole of it."""
    with services.db.read() as tx:
        partnership = _require(tx, actor, partnership_id)
        return WebhooksView(partnership, stored_webhooks.of_partnership(tx, partnership_id))


def add_webhook(
    services: Services,
    keys: TokenKeys,
    actor: Actor,
    partnership_id: str,
    address: str,
    press: str,
    *,
    allows_loopback: bool,
) -> str:
    """Let an address be told what happens; return its secret, which nobody can see again."""
    given = _checked(address.strip(), allows_loopback=allows_loopback)
    secret = SECRET_STARTS + base64.b64encode(secrets.token_bytes(32)).decode()
    webhook = Webhook(
        id=id_of(partnership_id, press) if press else services.new_id(),
        partnership_id=partnership_id,
        address=given,
        locked_secret=keys.locked(secret),
        made_at=services.now,
    )
    with services.db.begin() as tx:
        _require(tx, actor, partnership_id)
        known = stored_webhooks.of_partnership(tx, partnership_id)
        if any(each.id == webhook.id for each in known):
            raise ChangedMeanwhile(_SHOWN_BEFORE)
        if len(known) >= MOST_WEBHOOKS:
            raise BadInput(_TOO_MANY)
        stored_webhooks.add(tx, webhook)
    return secret


def remove_webhook(services: Services, actor: Actor, partnership_id: str, webhook_id: str) -> None:
    """Tell an address nothing more; safe to do twice."""
    with services.db.begin() as tx:
        _require(tx, actor, partnership_id)
        stored_webhooks.remove(tx, partnership_id, webhook_id)


def _require(tx: Tx, actor: Actor, partnership_id: str) -> Partnership:
    groups = [each.id for each in stored_communities.communities(tx, partnership_id)]
    actor.require_everywhere(Power.CONNECT, partnership_id, groups)
    partnership = stored_communities.partnership(tx, partnership_id)
    if partnership is None:
        raise NotHere(NOTHING_HERE)
    return partnership


def _checked(address: str, *, allows_loopback: bool) -> str:
    """Return an address as it can be told; where its name leads is looked at when it is told."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise BadInput(_NO_ADDRESS) from None
    is_plain = address.isascii() and address.isprintable() and not set(address) & set(' \\#@"<>')
    if not host or not is_plain or len(address) > LONGEST_ADDRESS:
        raise BadInput(_NO_ADDRESS)
    if allows_loopback and parts.scheme == "http" and host in ("127.0.0.1", "localhost"):
        return address
    if parts.scheme != "https" or not _may_be_public(host):
        raise BadInput(_NO_ADDRESS)
    return address


def _may_be_public(host: str) -> bool:
    try:
        return is_public(ip_address(host))
    except ValueError:
        return "." in host.rstrip(".")

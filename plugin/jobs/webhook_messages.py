"""Sends the messages that wait for webhooks, aside from everybody's requests.

A message says what happened and to which id, never a word. It is forgotten when the receiver
answered with success, and tried again by itself otherwise, up to a day; so it can come twice, with
the same id. A receiver that answers 410 wants no more, and is removed.
"""

from __future__ import annotations

import json
import logging

from connectors.webhooks import NotReached, post, signed
from plugin.domain.webhooks import Delivery, next_try
from plugin.errors import ConnectionBroken
from plugin.store import webhooks as stored_webhooks
from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.webhooks")
_AT_ONCE = 50  # the job is asked for again after a minute
_GONE = 410


def wait_to_be_told(runtime: Runtime) -> bool:
    """Say whether a message waits that can be sent now."""
    services = runtime.services
    with services.db.read() as tx:
        return bool(stored_webhooks.due(tx, services.now, 1))


def tell_waiting(runtime: Runtime) -> int:
    """Send what waits; return how many messages arrived."""
    services = runtime.services
    with services.db.read() as tx:
        due = stored_webhooks.due(tx, services.now, _AT_ONCE)
    return sum(_tell(runtime, each) for each in due)


def _tell(runtime: Runtime, delivery: Delivery) -> bool:
    services, webhook = runtime.services, delivery.webhook
    status = _sent(runtime, delivery)
    with services.db.begin() as tx:
        if 200 <= status < 300:
            stored_webhooks.delivered(tx, delivery)
            return True
        if status == _GONE:
            stored_webhooks.remove(tx, webhook.partnership_id, webhook.id)
            return False
        later = next_try(delivery, services.now)
        if later is None:
            stored_webhooks.give_up(tx, delivery, services.today)
        else:
            stored_webhooks.put_off(tx, delivery, later)
    return False


def _sent(runtime: Runtime, delivery: Delivery) -> int:
    """Return the status of the answer, 0 where none came."""
    body = body_of(delivery)
    try:
        secret = runtime.accounts.keys.unlocked(delivery.webhook.locked_secret)
        sent_at_s = int(runtime.services.now.timestamp())
        headers = signed(secret, delivery.event_id, sent_at_s, body)
        is_sandbox = bool(runtime.settings.sandbox_url)
        return post(delivery.webhook.address, body, headers, allows_loopback=is_sandbox)
    except (NotReached, ConnectionBroken) as error:
        LOG.warning("A webhook was not told, and is tried again: %s", error)
        return 0


def body_of(delivery: Delivery) -> bytes:
    """Return a message: its type, its time, and the id of what it is about."""
    said = {
        "type": delivery.happened.value,
        "timestamp": delivery.happened_at.isoformat(),
        "data": {"id": delivery.subject},
    }
    return json.dumps(said).encode()

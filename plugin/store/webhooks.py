"""Webhooks of partnerships, and messages on their way to them."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.webhooks import Delivery, Happened, Webhook
from plugin.store import tables as t
from plugin.store.database import Tx

_OWN, _SENT = t.webhook.c, t.webhook_delivery.c


def add(tx: Tx, webhook: Webhook) -> None:
    """Store a new webhook."""
    tx.execute(
        sa.insert(t.webhook).values(
            id=webhook.id,
            partnership_id=webhook.partnership_id,
            address=webhook.address,
            locked_secret=webhook.locked_secret,
            made_at=webhook.made_at,
        )
    )


def of_partnership(tx: Tx, partnership_id: str) -> tuple[Webhook, ...]:
    """Return the webhooks of a partnership, the oldest first."""
    wanted = sa.select(t.webhook).where(_OWN.partnership_id == partnership_id)
    return tuple(_webhook(row) for row in tx.execute(wanted.order_by(_OWN.made_at, _OWN.id)))


def every(tx: Tx) -> tuple[Webhook, ...]:
    """Return all webhooks of this server."""
    return tuple(_webhook(row) for row in tx.execute(sa.select(t.webhook)))


def lock_again(tx: Tx, webhook_id: str, locked_secret: str) -> None:
    """Store the secret of a webhook under another key."""
    own = _OWN.id == webhook_id
    tx.execute(sa.update(t.webhook).where(own).values(locked_secret=locked_secret))


def remove(tx: Tx, partnership_id: str, webhook_id: str) -> None:
    """Forget a webhook and what is on its way to it; safe to do twice."""
    own = sa.select(_OWN.id).where(_OWN.id == webhook_id, _OWN.partnership_id == partnership_id)
    tx.execute(sa.delete(t.webhook_delivery).where(_SENT.webhook_id.in_(own)))
    tx.execute(sa.delete(t.webhook).where(_OWN.id.in_(own)))


def tell(
    tx: Tx, partnership: str | sa.ScalarSelect[str], happened: Happened, subject: str, at: datetime
) -> None:
    """Let every webhook of a partnership be told, once this transaction is stored."""
    columns = ("event_id", "webhook_id", "happened", "subject", "happened_at", "attempts", "due_at")
    values = (
        sa.literal(secrets.token_hex(16)),
        _OWN.id,
        sa.literal(happened.value),
        sa.literal(subject),
        sa.literal(at, _SENT.happened_at.type),
        sa.literal(0),
        sa.literal(at, _SENT.due_at.type),
    )
    told = sa.select(*values).where(_OWN.partnership_id == partnership)
    tx.execute(sa.insert(t.webhook_delivery).from_select(columns, told))


def tell_of_note(tx: Tx, session_id: str, note_id: str, at: datetime) -> None:
    """Let the webhooks of a note's partnership be told that the note is gone."""
    of = sa.select(t.session.c.partnership_id).where(t.session.c.id == session_id)
    tell(tx, of.scalar_subquery(), Happened.NOTE_GONE, note_id, at)


def due(tx: Tx, now: datetime, most: int) -> tuple[Delivery, ...]:
    """Return messages to be sent now, the oldest first."""
    wanted = (
        sa.select(t.webhook_delivery, t.webhook)
        .join(t.webhook, _OWN.id == _SENT.webhook_id)
        .where(_SENT.due_at <= now)
        .order_by(_SENT.due_at, _SENT.event_id)
        .limit(most)
    )
    return tuple(_delivery(row) for row in tx.execute(wanted))


def delivered(tx: Tx, delivery: Delivery) -> None:
    """Forget a message that arrived, or is given up."""
    tx.execute(sa.delete(t.webhook_delivery).where(_this(delivery)))


def put_off(tx: Tx, delivery: Delivery, until: datetime) -> None:
    """Let a message be tried again later."""
    later = {"attempts": delivery.attempts + 1, "due_at": until}
    tx.execute(sa.update(t.webhook_delivery).where(_this(delivery)).values(later))


def give_up(tx: Tx, delivery: Delivery, day: date) -> None:
    """Forget a message that never arrived, and remember that there was one."""
    delivered(tx, delivery)
    own = _OWN.id == delivery.webhook.id
    tx.execute(sa.update(t.webhook).where(own).values(failed_on=day))


def _this(delivery: Delivery) -> sa.ColumnElement[bool]:
    return (_SENT.event_id == delivery.event_id) & (_SENT.webhook_id == delivery.webhook.id)


def _webhook(row: Any) -> Webhook:
    return Webhook(
        id=row.id,
        partnership_id=row.partnership_id,
        address=row.address,
        locked_secret=row.locked_secret,
        made_at=row.made_at,
        failed_on=row.failed_on,
    )


def _delivery(row: Any) -> Delivery:
    return Delivery(
        event_id=row.event_id,
        webhook=_webhook(row),
        happened=Happened(row.happened),
        subject=row.subject,
        happened_at=row.happened_at,
        attempts=row.attempts,
    )

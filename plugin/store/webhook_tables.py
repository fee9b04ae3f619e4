"""The tables of programs outside: whom to tell, what is on its way, what was asked for before."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, metadata, own_id, ref

webhook = sa.Table(
    "webhook",
    metadata,
    own_id(),
    ref("partnership_id", "partnership"),
    sa.Column("address", sa.String(400), nullable=False),
    sa.Column("locked_secret", sa.String(400), nullable=False),
    at("made_at"),
    sa.Column("failed_on", sa.Date(), nullable=True),
)

webhook_delivery = sa.Table(
    "webhook_delivery",
    metadata,
    sa.Column("event_id", sa.String(40), primary_key=True),
    ref("webhook_id", "webhook", key=True),
    sa.Column("happened", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(40), nullable=False),  # an id, and never words
    at("happened_at"),
    sa.Column("attempts", sa.Integer(), nullable=False),
    at("due_at", index=True),
)

# What a program asked for under an idempotency key: the same again is the same job.
api_request = sa.Table(
    "api_request",
    metadata,
    sa.Column("key_hash", sa.String(64), primary_key=True),
    sa.Column("job_id", sa.String(40), nullable=False),
    at("made_at"),
)

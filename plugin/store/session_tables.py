"""Tables of what a facilitator arranges for a session, and of the steps of one that runs."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, metadata, ref, words

arrangements = sa.Table(
    "arrangements",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("starts_at", sa.String(5), nullable=True),  # 14:00, where the installation is
    *(words(name) for name in ("place", "access", "other_ways", "notice")),
    at("invited_at", optional=True),
)

live_step = sa.Table(
    "live_step",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    at("began_at"),
    sa.Column("added_minutes", sa.Integer, nullable=False, server_default="0"),
)

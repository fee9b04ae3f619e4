"""Tables of what a facilitator arranges: permission, a session's invitation, its running steps."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, let_in_by, metadata, own_id, ref, words

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

permission = sa.Table(
    "permission",
    metadata,
    own_id(),
    ref("community_id", "community"),
    *(words(name) for name in ("note", "sponsor", "receives", "never_asks")),
    sa.Column("review_on", sa.Date, nullable=True),
    sa.Column("asked_by", sa.String(40), nullable=True),
    let_in_by(),
    sa.Column("token_hash", sa.String(64), nullable=True, unique=True),  # None: it was used
    at("until"),
    sa.Column("agreed_on", sa.Date, nullable=True),
)

"""The table of jobs: who asked for what, how far it is and what came of it; no words of people."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, json_column, metadata, own_id, words

job = sa.Table(
    "job",
    metadata,
    own_id(),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(80), nullable=False, index=True),
    # One unfinished job at a time has it; null when it has ended.
    sa.Column("open_key", sa.String(64), nullable=True, unique=True),
    sa.Column("asked_by", sa.String(40), nullable=True),  # null: whoever runs the server
    json_column("payload"),
    sa.Column("state", sa.String(20), nullable=False, index=True),
    json_column("phases"),
    words("says"),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("not_before_s", sa.Double, nullable=False),  # as `lease.until`
    sa.Column("owner", sa.String(300), nullable=False),
    sa.Column("until_s", sa.Double, nullable=False),
    at("asked_at"),
    at("started_at", optional=True),
    at("ended_at", optional=True),
    sa.Column("is_cancelling", sa.Boolean, nullable=False),
    json_column("outcome"),
)

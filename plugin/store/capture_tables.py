"""Tables of collecting: what each run counted, and what it asks the facilitator."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, json_column, metadata, own_id, ref

capture = sa.Table(
    "capture",
    metadata,
    own_id(),
    ref("session_id", "session"),
    at("at"),
    json_column("counts"),
)

brake = sa.Table(
    "brake",
    metadata,
    own_id(),
    ref("session_id", "session"),
    sa.Column("zone_code", sa.String(20), nullable=False),
    json_column("note_ids"),
    sa.Column("frame_is_gone", sa.Boolean, nullable=False),
    at("asked_at"),
    sa.Column("answer", sa.String(20), nullable=True),
)

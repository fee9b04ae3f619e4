"""Tables of boards and of collecting: what each run counted, and what it asks the facilitator."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, json_column, metadata, own_id, ref, words

board = sa.Table(
    "board",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("miro_board_id", sa.String(80), nullable=False, unique=True),
    words("name"),
    words("view_link"),
)

board_item = sa.Table(
    "board_item",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("key", sa.String(120), primary_key=True),
    sa.Column("miro_item_id", sa.String(40), nullable=False, index=True),
    sa.Column("item_kind", sa.String(20), nullable=False),
    sa.Column("zone_code", sa.String(20), nullable=True),
)

capture = sa.Table(
    "capture",
    metadata,
    own_id(),
    ref("session_id", "session"),
    at("at"),
    json_column("counts"),
)

# Notes that people put beside the card of a piece that came back, by ids alone.
said_beside = sa.Table(
    "said_beside",
    metadata,
    ref("note_id", "note", key=True),
    ref("piece_id", "piece"),
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

"""Tables of what a group agreed: its agreement in versions, and sentences that were read back."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, json_column, metadata, own_id, ref, words

agreement = sa.Table(
    "agreement",
    metadata,
    ref("community_id", "community", key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    json_column("labels"),
    sa.Column("attribution", sa.String(40), nullable=False),
    sa.Column("take_back_days", sa.Integer, nullable=False),
    sa.Column("held_days", sa.Integer, nullable=False),
    json_column("rules"),
    at("made_at"),
    sa.Column("kinds", sa.JSON, nullable=False, server_default="{}"),
    sa.Column("kept_days", sa.Integer, nullable=True),
    sa.Column("smallest_group", sa.Integer, nullable=False, server_default="3"),
    sa.Column("reasons", sa.JSON, nullable=False, server_default="{}"),  # of rules, by their words
    sa.Column("made_by", sa.String(40), nullable=True),  # None: read back to the group
    sa.Column("furthest", sa.String(20), nullable=False, server_default="PUBLIC"),  # of pieces
)

proposal = sa.Table(
    "proposal",
    metadata,
    own_id(),
    ref("community_id", "community"),
    ref("session_id", "session"),
    sa.Column("note_id", sa.String(40), nullable=True),
    words("sentence"),
    json_column("setting"),
    sa.Column("outcome", sa.String(20), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
)

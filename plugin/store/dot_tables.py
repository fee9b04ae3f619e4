"""Tables of dots: who put which until they are shown, and then only how many a note has.

A dot knows a hash under the key of its session; no note, and no other table, has it.
"""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import metadata, ref

# Gone when the dots of the step are shown, at Close at the latest; in random order.
dot = sa.Table(
    "dot",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("own_hash", sa.String(64), primary_key=True),
    sa.Column("note_id", sa.String(40), primary_key=True, index=True),
)

# Made once for a step, and never changed. The note may be one of an earlier session.
dot_count = sa.Table(
    "dot_count",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("note_id", sa.String(40), primary_key=True, index=True),
    sa.Column("dots", sa.Integer, nullable=False),
)

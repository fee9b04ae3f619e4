"""Tables of how a session was: answers until Close, then one spread and what people would change.

Answers and words know a hash that only their writer's own link makes; no note has it.
"""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import metadata, ref, words

# Gone at Close. Written anew in random order whenever one comes or changes.
pulse_answer = sa.Table(
    "pulse_answer",
    metadata,
    sa.Column("own_hash", sa.String(64), primary_key=True),
    ref("session_id", "session"),
    sa.Column("heard", sa.String(10), nullable=True),
    sa.Column("free", sa.String(10), nullable=True),
    sa.Column("worth", sa.String(10), nullable=True),
    words("change"),
)

# Made once, at Close, and never changed.
pulse_spread = sa.Table(
    "pulse_spread",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("question", sa.String(10), primary_key=True),
    sa.Column("yes", sa.Integer, nullable=False),
    sa.Column("partly", sa.Integer, nullable=False),
    sa.Column("no", sa.Integer, nullable=False),
)

# What people would change next time, from Close until the day of held notes.
thing_to_change = sa.Table(
    "thing_to_change",
    metadata,
    sa.Column("own_hash", sa.String(64), primary_key=True),
    ref("session_id", "session"),
    words("words"),
    sa.Column("erase_on", sa.Date, nullable=False, index=True),
)

"""Tables by which people see what happens to their words.

Who opened them, what was taken back, legal holds, and complaints.
"""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, json_column, metadata, own_id, ref, words

# In kinds and days: no moment, no piece, no note. One row for all that somebody opened of a kind.
access_log = sa.Table(
    "access_log",
    metadata,
    own_id(),
    ref("partnership_id", "partnership"),
    ref("community_id", "community", optional=True),  # None: a page of the whole partnership
    sa.Column("day", sa.Date, nullable=False, index=True),
    ref("person_id", "person"),
    sa.Column("what", sa.String(20), nullable=False),
    sa.Column("about", sa.String(40), nullable=False),  # a session, or nothing
)

legal_hold = sa.Table(
    "legal_hold",
    metadata,
    own_id(),
    ref("community_id", "community"),
    ref("session_id", "session", optional=True),  # None: all of the group
    words("reason"),
    ref("placed_by", "person"),
    sa.Column("placed_on", sa.Date, nullable=False),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("ended_on", sa.Date, nullable=True),
)

withdrawal = sa.Table(
    "withdrawal",
    metadata,
    own_id(),
    sa.Column("note_id", sa.String(40), nullable=False, index=True),
    at("at"),
    json_column("reached"),
    at("confirmed_at", optional=True),
    sa.Column("taken_back_by", sa.String(20), nullable=True),  # a part; None: not recorded then
)

# By the hash of its writer's own link, by who they are, or by nothing.
complaint = sa.Table(
    "complaint",
    metadata,
    own_id(),
    ref("community_id", "community"),
    sa.Column("made_on", sa.Date, nullable=False),
    words("words"),
    words("reply_to"),
    sa.Column("link_hash", sa.String(64), nullable=True, index=True),
    ref("made_by", "person", optional=True),
    sa.Column("arrived_on", sa.Date, nullable=True),
    words("answer"),
    sa.Column("answered_on", sa.Date, nullable=True),
    json_column("readers", where_none_is_given="[]"),  # people's ids, frozen when it is sent
)

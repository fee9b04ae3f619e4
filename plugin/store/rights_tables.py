"""Tables by which people see what happens to their words: who opened them."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import metadata, own_id, ref

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

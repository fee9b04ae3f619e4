"""Tables of the desk: what a learning partner puts together, has read, and can undo.

They name curators beside notes, and no writer.
"""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, json_column, metadata, own_id, ref, words

# What one curator puts together of a session alone, so that two can compare.
own_sorting = sa.Table(
    "own_sorting",
    metadata,
    own_id(),
    ref("session_id", "session"),
    ref("person_id", "person"),
    at("begun_at"),
    at("shown_at", optional=True),  # null: nobody else sees it
)

cluster = sa.Table(
    "cluster",
    metadata,
    own_id(),
    ref("community_id", "community"),
    ref("session_id", "session"),  # whose notes it was begun with
    sa.Column("number", sa.Integer, nullable=False),  # 0: belongs nowhere, and matters
    words("sentence"),
    sa.Column("version", sa.Integer, nullable=False),
    at("made_at"),
    ref("piece_id", "piece", optional=True),  # what was made of it last
    ref("sorting_id", "own_sorting", optional=True),  # null: everybody's who curates
)

placement = sa.Table(
    "placement",
    metadata,
    ref("cluster_id", "cluster", key=True),
    ref("note_id", "note", key=True),
    sa.Column("number", sa.Integer, nullable=False),
    ref("put_by", "person", optional=True),
    sa.Index("ix_placement_note_id", "note_id"),
)

# That a curator put a note of a shared cluster elsewhere: into another one, of their own.
seen_otherwise = sa.Table(
    "seen_otherwise",
    metadata,
    ref("cluster_id", "cluster", key=True),
    ref("note_id", "note", key=True),
    ref("other_id", "cluster", key=True),
    sa.Index("ix_seen_otherwise_note_id", "note_id"),
    sa.Index("ix_seen_otherwise_other_id", "other_id"),
)

# Notes that say nearly the same: one stands for the others, each stays a note.
shown_as_one = sa.Table(
    "shown_as_one",
    metadata,
    ref("note_id", "note", key=True),
    ref("under_id", "note"),
    ref("put_by", "person", optional=True),
)

# What somebody has chosen, on every page of the desk, until they do something with it.
tray = sa.Table(
    "tray",
    metadata,
    ref("note_id", "note", key=True),
    ref("person_id", "person", key=True),
    sa.Index("ix_tray_person_id", "person_id"),
)

read_mark = sa.Table(
    "read_mark",
    metadata,
    ref("note_id", "note", key=True),
    ref("person_id", "person", key=True),
    sa.Column("version", sa.Integer, nullable=False),  # of the note, as it was read
    sa.Index("ix_read_mark_person_id", "person_id"),
)

# What somebody did last, so that it can be undone: ids, and the sentence that stood there before.
desk_step = sa.Table(
    "desk_step",
    metadata,
    own_id(),
    ref("community_id", "community"),
    ref("person_id", "person"),
    sa.Column("number", sa.Integer, nullable=False),
    json_column("changes"),
    words("before"),
)

# What a learning partner noticed in a session, before it stands under any piece.
noticed = sa.Table(
    "noticed",
    metadata,
    own_id(),
    ref("community_id", "community"),
    ref("session_id", "session"),
    sa.Column("day", sa.Date, nullable=False),
    words("words"),
    sa.Column(
        "made_by",
        sa.String(40),
        sa.ForeignKey("person.id", ondelete="SET NULL"),
        nullable=True,
        index=True,
    ),
)

"""The tables of what a piece has beside wordings and sources: quotes, readings, its trail."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, json_column, let_in_by, metadata, own_id, ref, words


def _made_by(name: str = "made_by") -> sa.Column[str]:
    """Return a reference to a person that is emptied when they are erased."""
    person = sa.ForeignKey("person.id", ondelete="SET NULL")
    return sa.Column(name, sa.String(40), person, nullable=True, index=True)


# Who changed what a piece rests on, or set it down, and why.
piece_step = sa.Table(
    "piece_step",
    metadata,
    own_id(),
    ref("piece_id", "piece"),
    at("at"),
    sa.Column("did", sa.String(20), nullable=False),
    _made_by(),
    words("because"),
    sa.Column("other_id", sa.String(40), nullable=True),  # another piece
)

# How people of one origin read a piece: in the words of one of them, who signs, or as understood.
piece_reading = sa.Table(
    "piece_reading",
    metadata,
    own_id(),
    ref("piece_id", "piece"),
    words("origin"),
    words("words"),
    words("signed_as"),  # a name; empty: the learning partner's understanding
    _made_by(),
    sa.Column("since", sa.Integer, nullable=False),  # bases of wordings, as of sources
    sa.Column("until", sa.Integer, nullable=True),
)

# A piece in words of their own, for places like ours or for anyone; each version is a row.
edition = sa.Table(
    "edition",
    metadata,
    own_id(),
    ref("piece_id", "piece"),
    sa.Column("rung", sa.String(20), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    ref("wording_id", "wording"),
    words("title"),
    words("summary"),
    words("story"),
    at("made_at"),
    _made_by(),
    let_in_by(),
    sa.Column("look_again", sa.Date, nullable=True),
    sa.Column("agreed_in", sa.String(40), nullable=True),  # a session
    sa.Column("agreed_day", sa.Date, nullable=True),
    _made_by("agreed_by"),
    let_in_by("agreed_let_in_by"),
    at("agreed_at", optional=True),  # when that was recorded: the days to object begin
    sa.Column("agreed_as", sa.String(20), nullable=True),  # whether its author recorded it
    sa.Column("objections", sa.Integer, nullable=False, server_default="0"),
    at("read_at", optional=True),
    _made_by("read_by"),
    let_in_by("read_let_in_by"),
    sa.Column("read_as", sa.String(20), nullable=True),  # whether its author read it
    sa.UniqueConstraint("piece_id", "rung", "number"),
)

# Words for a wide rung that were refused, by a hash; and what was refused after a backup, words or
# a note, where a restore has no row of it.
lost_refusal = sa.Table(
    "lost_refusal",
    metadata,
    own_id(),
    ref("community_id", "community"),
    sa.Column("words_hash", sa.String(64), nullable=True),
    sa.Column("note_id", sa.String(40), nullable=True, index=True),
    at("at"),
)

# Bases on which a piece rested on a note before that was put back: what was checked stays so.
source_before = sa.Table(
    "source_before",
    metadata,
    ref("piece_id", "piece", key=True),
    sa.Column("note_id", sa.String(40), primary_key=True),
    sa.Column("since", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("until", sa.Integer, nullable=True),
    sa.Column("is_against", sa.Boolean, nullable=False),
    at("added_at", optional=True),
)

# What somebody typed for a piece and has not saved; without a piece, for one that is not made yet.
draft = sa.Table(
    "draft",
    metadata,
    own_id(),
    ref("community_id", "community"),
    ref("piece_id", "piece", optional=True),
    ref("person_id", "person"),
    words("title"),
    words("line"),
    words("narrative"),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("after", sa.Integer, nullable=False),  # the wording that stood there
    json_column("note_ids"),  # that a new piece is to be made from
    sa.Column("against", sa.JSON, nullable=False, server_default="[]"),  # notes that do not fit
    sa.Column("fits", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("kept_in", sa.String(40), nullable=False, server_default=""),  # which window
    sa.Column("cluster_id", sa.String(40), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),  # how often words went out of it
    at("kept_at"),
)

# Pieces of several groups that a learning partner puts side by side; it copies no words of them.
collection = sa.Table(
    "collection",
    metadata,
    own_id(),
    ref("partnership_id", "partnership"),
    ref("person_id", "person"),
    words("name"),
    sa.Column("is_shared", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

collected = sa.Table(
    "collected",
    metadata,
    ref("collection_id", "collection", key=True),
    ref("piece_id", "piece", key=True),
    at("added_at"),
    sa.Index("ix_collected_piece_id", "piece_id"),
)

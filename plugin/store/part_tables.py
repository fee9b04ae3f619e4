"""The tables of what a piece has beside its wordings and sources: quotes, and its trail."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, json_column, metadata, own_id, ref, words

# Where the words of a quote stand in a version of a note: the words themselves are nowhere else.
quote = sa.Table(
    "quote",
    metadata,
    ref("piece_id", "piece", key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("note_id", sa.String(40), nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    json_column("spans"),
    sa.Column("is_refused", sa.Boolean, nullable=False, server_default=sa.false()),
)

# By the hash of a link with the question and the quote, so that it has nothing in common with what
# the same person said of the piece. Written anew in random order whenever one comes.
quote_answer = sa.Table(
    "quote_answer",
    metadata,
    sa.Column("link_hash", sa.String(64), primary_key=True),
    ref("question_id", "question"),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("may_be_used", sa.Boolean, nullable=False),
)

# Who changed what a piece rests on, or set it down, and why.
piece_step = sa.Table(
    "piece_step",
    metadata,
    own_id(),
    ref("piece_id", "piece"),
    at("at"),
    sa.Column("did", sa.String(20), nullable=False),
    sa.Column(
        "made_by",
        sa.String(40),
        sa.ForeignKey("person.id", ondelete="SET NULL"),
        nullable=True,
        index=True,
    ),
    words("because"),
    sa.Column("other_id", sa.String(40), nullable=True),  # another piece
)

"""The tables of what is quoted in pieces, and of what stands under them that no member wrote."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import json_column, metadata, own_id, ref, words

# Where the words of a quote stand in a version of a note: the words themselves are nowhere else.
quote = sa.Table(
    "quote",
    metadata,
    ref("piece_id", "piece", key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("note_id", sa.String(40), nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    json_column("spans"),
)

# A writer said no to being quoted with these words of a note: in any piece, also in one that a
# restored database has not. The piece and the number say to which quote, should it become a yes.
quote_refusal = sa.Table(
    "quote_refusal",
    metadata,
    sa.Column("note_id", sa.String(40), primary_key=True),
    sa.Column("piece_id", sa.String(40), primary_key=True),
    sa.Column("partnership_id", sa.String(40), nullable=False, index=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, nullable=False),
    json_column("spans"),
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

# What a piece rests on that no member wrote: what somebody noticed, figures, pictures.
# Of a picture `words` say what it shows; that of a box has its place alone, drawn on reading.
piece_evidence = sa.Table(
    "piece_evidence",
    metadata,
    own_id(),
    ref("piece_id", "piece"),
    sa.Column("day", sa.Date, nullable=False),
    words("words"),
    sa.Column("number", sa.String(40), nullable=False, server_default=""),
    words("unit"),
    words("source"),
    sa.Column("shows", sa.String(10), nullable=False, server_default=""),
    words("people"),
    sa.Column("session_id", sa.String(40), nullable=True),
    sa.Column("zone_code", sa.String(20), nullable=False, server_default=""),
    sa.Column(
        "made_by",
        sa.String(40),
        sa.ForeignKey("person.id", ondelete="SET NULL"),
        nullable=True,
        index=True,
    ),
)

# The pixels of a picture that somebody sent, as Hedgerow wrote them.
picture = sa.Table(
    "picture",
    metadata,
    ref("evidence_id", "piece_evidence", key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

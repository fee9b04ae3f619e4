"""Tables of what happens between sessions: what became of commitments, and private lists."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, let_in_by, metadata, own_id, ref, words

# The key names a note, a sentence or a piece, as cards on boards do; its words are not kept here.
follow_up = sa.Table(
    "follow_up",
    metadata,
    sa.Column("key", sa.String(60), primary_key=True),
    ref("community_id", "community"),
    sa.Column("kind", sa.String(20), nullable=True),
    sa.Column("state", sa.String(20), nullable=False),
    words("became"),
    sa.Column("became_on", sa.Date, nullable=True),
    sa.Column("asked_on", sa.Date, nullable=True),
    sa.Column("answer", sa.String(20), nullable=True),
    words("answer_words"),
    sa.Column("answered_on", sa.Date, nullable=True),
    sa.Column("asked_by", sa.String(40), nullable=True),
    let_in_by(),
    sa.Column("token_hash", sa.String(64), nullable=True, unique=True),  # None: no link waits
    at("until", optional=True),
)

# Whom somebody wants to thank, answer, ask, or mend with: read by its writer alone, on no page of
# others, in no export and in no other place.
private_line = sa.Table(
    "private_line",
    metadata,
    own_id(),
    ref("person_id", "person"),
    ref("community_id", "community"),
    sa.Column("verb", sa.String(20), nullable=False),
    words("words"),
    sa.Column("made_on", sa.Date, nullable=False),
    sa.Column("done_on", sa.Date, nullable=True),
)

"""Tables of what a facilitator arranges: permission, designs, invitations, running steps.

And of what a session knows of notes that it may not read: hashes alone.
"""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import at, json_column, let_in_by, metadata, own_id, ref, words

arrangements = sa.Table(
    "arrangements",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("starts_at", sa.String(5), nullable=True),  # 14:00, where the installation is
    *(words(name) for name in ("place", "access", "other_ways", "notice", "outcome")),
    at("invited_at", optional=True),
    # False: the panel stored when it starts, and nobody saved the invitation.
    sa.Column("is_confirmed", sa.Boolean, nullable=False, server_default=sa.true()),
)

live_step = sa.Table(
    "live_step",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    at("began_at"),
    sa.Column("added_minutes", sa.Integer, nullable=False, server_default="0"),
    sa.Column("round_people", sa.Integer, nullable=False, server_default="0"),  # 0: no round
    sa.Column("round_heard", sa.Integer, nullable=False, server_default="0"),
    sa.Column("told", sa.String(40), nullable=True),  # of its dots, until twenty seconds are over
    at("told_since", optional=True),
)

# Who reads held notes, as the board names them: frozen with the board, whatever roles change later.
held_reader = sa.Table(
    "held_reader",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("person_id", sa.String(40), primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    words("name"),
)

# Boards of sessions that were called off, by the hash of their Miro id: nobody builds there again.
called_off_board = sa.Table(
    "called_off_board",
    metadata,
    sa.Column("board_hash", sa.String(64), primary_key=True),
)

# What a group writes down of itself, for its members.
about_group = sa.Table(
    "about_group",
    metadata,
    ref("community_id", "community", key=True),
    *(words(name) for name in ("parties", "missing", "intentions", "interests", "cadence")),
    sa.Column("next_on", sa.Date, nullable=True),
    sa.Column("version", sa.Integer, nullable=False),
)

permission = sa.Table(
    "permission",
    metadata,
    own_id(),
    ref("community_id", "community"),
    *(words(name) for name in ("note", "sponsor", "receives", "never_asks")),
    sa.Column("review_on", sa.Date, nullable=True),
    sa.Column("asked_by", sa.String(40), nullable=True),
    let_in_by(),
    sa.Column("token_hash", sa.String(64), nullable=True, unique=True),  # None: it was used
    at("until"),
    sa.Column("agreed_on", sa.Date, nullable=True),
)

# A group's own design. Who made a version is not stored: the group has it.
design = sa.Table(
    "design",
    metadata,
    own_id(),
    ref("community_id", "community"),
    sa.Column("base", sa.String(20), nullable=False),  # the shipped one it was made from, or ""
    at("made_at"),
)

design_version = sa.Table(
    "design_version",
    metadata,
    ref("design_id", "design", key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    json_column("document"),  # in the shape of a design's file
    json_column("boxes"),  # by place: what a box is called in all versions, and its first label
    at("made_at"),
)

# What the group agreed that a facilitator took into its design, or left out of it.
design_answer = sa.Table(
    "design_answer",
    metadata,
    ref("design_id", "design", key=True),
    ref("proposal_id", "proposal", key=True),
    sa.Column("version", sa.Integer, nullable=True),  # that it was taken into; null: it was left
)

unread = sa.Table(
    "unread",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("item_hash", sa.String(64), primary_key=True),
    sa.Column("zone_code", sa.String(20), nullable=True),  # None: still in *Stays here*
)

withdrawn_words = sa.Table(
    "withdrawn_words",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("words_hash", sa.String(64), primary_key=True),
)

suspected_copy = sa.Table(
    "suspected_copy",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("item_hash", sa.String(64), primary_key=True),
    sa.Column("zone_code", sa.String(20), nullable=False),
    sa.Column("words_hash", sa.String(64), nullable=False),
    sa.Column("is_meant", sa.Boolean, nullable=True),  # None: the facilitator has not answered
)

# What was decided about words that may point to a person; `key` is how the words are known, or,
# where they were erased for good, a hash under the key of their session.
identifier_decision = sa.Table(
    "identifier_decision",
    metadata,
    own_id(),
    ref("partnership_id", "partnership"),
    sa.Column("note_id", sa.String(40), nullable=True, index=True),  # None: typed in a piece, here
    sa.Column("kind", sa.String(20), nullable=False),
    words("key"),
    sa.Column("decided_as", sa.String(20), nullable=False),
    words("replacement"),
    at("made_at"),
)

session_key = sa.Table(
    "session_key",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("secret", sa.LargeBinary(64), nullable=False),
)

who_is_who = sa.Table(
    "who_is_who",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("author_hash", sa.String(64), primary_key=True),
    sa.Column("role", sa.String(120), nullable=False),
)

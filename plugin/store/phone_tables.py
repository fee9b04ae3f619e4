"""Tables of taking part without an account: the code of a session, who joined, stickies to write.

None of them says who wrote what: a note alone holds a hash that only its writer's own link makes
(`note.own_hash`).
"""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import Words, at, metadata, own_id, ref, words

# The code is shown to everybody in the room, so it is kept as it is; it ends at Close.
join_link = sa.Table(
    "join_link",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("code", sa.String(60), nullable=False, unique=True),
)

# Who took part, by the hash of their own link's token; no time, no name, gone at Close.
participant = sa.Table(
    "participant",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    ref("session_id", "session"),
)

# The words that open somebody's notes, for those who asked for such words: a slow hash of them, a
# hash that only their own link makes, and its token under a key that only the words make. No time,
# no note; it goes when the session has nothing left that a link opens.
passphrase = sa.Table(
    "passphrase",
    metadata,
    sa.Column("passphrase_hash", sa.String(64), primary_key=True),
    sa.Column("link_hash", sa.String(64), nullable=False, unique=True),
    ref("session_id", "session"),
    sa.Column("sealed_token", sa.String(200), nullable=False),
)

# What is still to be done on a board for a note written by phone; goes with the session's key.
phone_sticky = sa.Table(
    "phone_sticky",
    metadata,
    sa.Column("note_id", sa.String(40), primary_key=True),
    ref("session_id", "session"),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("miro_item_id", sa.String(40), nullable=True),
)

# Boxes in which people by phone write quietly just now, and what is told of each until the twenty
# seconds are over in which somebody last wrote, deleted or joined.
quiet_box = sa.Table(
    "quiet_box",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("zone_code", sa.String(20), primary_key=True),
    sa.Column("told", sa.String(40), nullable=True),
    at("told_since", optional=True),
)

# Notes that their writers alone see. They become notes when they are shown, at Close at the latest.
quiet_note = sa.Table(
    "quiet_note",
    metadata,
    own_id(),
    ref("session_id", "session"),
    sa.Column("zone_code", sa.String(20), nullable=False),
    sa.Column("label", sa.String(1), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("text", Words, nullable=False),
    sa.Column("author_hash", sa.String(64), nullable=False),
    sa.Column("own_hash", sa.String(64), nullable=False),
    sa.Column("erase_on", sa.Date, nullable=True),
    at("written_at"),
    sa.Column("is_waiting", sa.Boolean, nullable=False, server_default=sa.false()),
    # By whoever runs the session, and with which word they gave it back to its writer.
    sa.Column("is_held_back", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("returned_with", Words, nullable=True),
)

# Notes about which their writers ask to talk before they take them back, with a line of where they
# can be found; it goes with the note's words, and with the session's key.
talk_wish = sa.Table(
    "talk_wish",
    metadata,
    ref("note_id", "note", key=True),
    ref("session_id", "session"),
    words("found_at"),
)

# Whose writers are asked whether a held note may stay, and until when it would; a no is known to
# them alone. A yes stands at the note.
stay_question = sa.Table(
    "stay_question",
    metadata,
    ref("note_id", "note", key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("until", sa.Date, nullable=True),
    sa.Column("is_no", sa.Boolean, nullable=False, server_default=sa.false()),
)

# Until when people can write after a meeting.
writing_window = sa.Table(
    "writing_window",
    metadata,
    ref("session_id", "session", key=True),
    sa.Column("until", sa.Date, nullable=False),
)

# Forgotten with the last mail; it stands beside no link, and beside no note.
reminder_address = sa.Table(
    "reminder_address",
    metadata,
    own_id(),
    ref("session_id", "session"),
    sa.Column("address", sa.String(254), nullable=False),
    sa.Column("remind_of", sa.String(20), nullable=False),
    sa.Column("is_told", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("forget_on", sa.Date, nullable=False),
)

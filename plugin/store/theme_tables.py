"""Tables of the desk's second half: themes, memos, and what was set aside."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import metadata, own_id, ref, words

theme = sa.Table(
    "theme",
    metadata,
    own_id(),
    ref("community_id", "community"),
    words("name"),
    words("definition"),
    sa.Column("parent_id", sa.String(40), nullable=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("merged_into", sa.String(40), nullable=True),
    sa.Column("merged_on", sa.Date, nullable=True),
    sa.Column("is_for_partners", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("proposed_on", sa.Date, nullable=True),  # typed in Notion, and not decided yet
)

theming = sa.Table(
    "theming",
    metadata,
    ref("theme_id", "theme", key=True),
    ref("note_id", "note", key=True),
    ref("put_by", "person", optional=True),
    # Places in the words of the note, from and to, and in which version; null: all of it.
    sa.Column("spans", sa.JSON(none_as_null=True), nullable=True),
    sa.Column("version", sa.Integer, nullable=True),
    sa.Index("ix_theming_note_id", "note_id"),
)

piece_theme = sa.Table(
    "piece_theme",
    metadata,
    ref("piece_id", "piece", key=True),
    ref("theme_id", "theme", key=True),
    sa.Index("ix_piece_theme_theme_id", "theme_id"),
)

memo = sa.Table(
    "memo",
    metadata,
    ref("note_id", "note", key=True),
    ref("person_id", "person", key=True),
    words("words"),
    sa.Column("is_shared", sa.Boolean, nullable=False),
    sa.Index("ix_memo_person_id", "person_id"),
)

# Beside a cluster, a theme or a piece; `about` says which, and `about_id` names it.
thing_memo = sa.Table(
    "thing_memo",
    metadata,
    own_id(),
    ref("community_id", "community"),
    sa.Column("about", sa.String(20), nullable=False),
    sa.Column("about_id", sa.String(40), nullable=False, index=True),
    ref("person_id", "person"),
    words("words"),
    sa.Column("is_shared", sa.Boolean, nullable=False),
    sa.UniqueConstraint("about", "about_id", "person_id"),
)

# Off the lists of *Sort* for every curator; the note itself stays.
set_aside = sa.Table(
    "set_aside",
    metadata,
    ref("note_id", "note", key=True),
    words("because"),
    ref("put_by", "person", optional=True),
)

"""The table in which words of notes and pieces are looked for."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.store.columns import metadata, ref, words

# Kept notes and wordings in the form in which words are looked for (`blankness.fold`).
search_text = sa.Table(
    "search_text",
    metadata,
    sa.Column("owner_id", sa.String(40), primary_key=True),  # a note's id, or a wording's
    sa.Column("kind", sa.String(10), nullable=False),  # note, wording
    ref("community_id", "community", index=False),
    words("words"),
    sa.Index("ix_search_text_kind_community_id", "kind", "community_id"),
    sa.Index("ix_search_text_community_id", "community_id"),
)

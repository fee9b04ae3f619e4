"""The tables in which words of notes and pieces are looked for, and words that went are known."""

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

# Runs of words that stood in texts of curators alone, and went from there: known by keyed digests
# (`overlap.Runs`), so that nobody writes them anew from a form that is open, until a day.
gone_run = sa.Table(
    "gone_run",
    metadata,
    ref("partnership_id", "partnership", key=True),
    sa.Column("digest", sa.String(24), primary_key=True),
    sa.Column("until", sa.Date, nullable=False, index=True),
)

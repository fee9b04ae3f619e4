"""Counting notes at the desk, and finding words in pieces, without reading every text"""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0090"
branch_labels = None
depends_on = None

_COLUMNS = ("session_id", "label", "state", "kind", "is_waiting", "erase_on", "version", "id")


def upgrade() -> None:
    has_text = sa.text("text IS NOT NULL")
    op.create_index(
        "ix_note_on_desk", "note", list(_COLUMNS), sqlite_where=has_text, postgresql_where=has_text
    )
    op.create_index("ix_search_text_kind_community_id", "search_text", ["kind", "community_id"])


def downgrade() -> None:
    op.drop_index("ix_search_text_kind_community_id", "search_text")
    op.drop_index("ix_note_on_desk", "note")

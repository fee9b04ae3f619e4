"""Indexes for what is asked for most.

Revision ID: 0045
Revises: 0050
"""

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

# Of a note its pieces, of a session its pieces, of today what is to be erased, and of a month ago
# what was written to vendors.
_NEW = (
    ("source", "note_id"),
    ("source", "session_id"),
    ("note", "erase_on"),
    ("intent", "made_at"),
)


def upgrade() -> None:
    """Find rows without reading a whole table."""
    for table, column in _NEW:
        op.create_index(f"ix_{table}_{column}", table, [column])
    # What is written next about something is looked for among what is not closed, of thousands.
    op.create_index("ix_intent_subject_state", "intent", ["subject", "state"])
    op.drop_index("ix_intent_subject", "intent")


def downgrade() -> None:
    """Read whole tables again."""
    op.create_index("ix_intent_subject", "intent", ["subject"])
    op.drop_index("ix_intent_subject_state", "intent")
    for table, column in reversed(_NEW):
        op.drop_index(f"ix_{table}_{column}", table)

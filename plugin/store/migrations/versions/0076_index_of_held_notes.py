"""Finding the held notes of a session without reading its other notes"""

from alembic import op

revision = "0076"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_note_session_id_label", "note", ["session_id", "label"])
    op.drop_index("ix_note_session_id", "note")


def downgrade() -> None:
    op.create_index("ix_note_session_id", "note", ["session_id"])
    op.drop_index("ix_note_session_id_label", "note")

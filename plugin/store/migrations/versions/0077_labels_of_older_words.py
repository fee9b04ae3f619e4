"""The label under which each older text of a note stood, and the day on which held ones go"""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of older texts nothing stricter is known than where their note is now.
    label = sa.Column("label", sa.String(1), nullable=False, server_default="H")
    op.add_column("note_version", label)
    op.add_column("note_version", sa.Column("erase_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE note_version SET label = "
        "(SELECT note.label FROM note WHERE note.id = note_version.note_id)"
    )
    op.create_index("ix_note_version_label", "note_version", ["label"])
    op.create_index("ix_note_version_erase_on", "note_version", ["erase_on"])


def downgrade() -> None:
    op.drop_index("ix_note_version_erase_on", "note_version")
    op.drop_index("ix_note_version_label", "note_version")
    op.drop_column("note_version", "erase_on")
    op.drop_column("note_version", "label")

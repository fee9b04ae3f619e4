"""Held notes that their writers let stay, and who is asked"""

import sqlalchemy as sa
from alembic import op

revision = "0143"
down_revision = "0142"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "note", sa.Column("may_stay", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "stay_question",
        sa.Column(
            "note_id",
            sa.String(length=40),
            sa.ForeignKey("note.id", name=op.f("fk_stay_question_note_id")),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("is_no", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_stay_question")),
    )


def downgrade() -> None:
    op.drop_table("stay_question")
    op.drop_column("note", "may_stay")

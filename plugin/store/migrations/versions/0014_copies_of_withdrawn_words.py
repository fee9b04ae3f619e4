"""Hashes of words that were taken back, and items that may be copies of them"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "withdrawn_words",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("words_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_withdrawn_words_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "words_hash", name=op.f("pk_withdrawn_words")),
    )
    op.create_table(
        "suspected_copy",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("item_hash", sa.String(length=64), nullable=False),
        sa.Column("zone_code", sa.String(length=20), nullable=False),
        sa.Column("words_hash", sa.String(length=64), nullable=False),
        sa.Column("is_meant", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_suspected_copy_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "item_hash", name=op.f("pk_suspected_copy")),
    )


def downgrade() -> None:
    op.drop_table("suspected_copy")
    op.drop_table("withdrawn_words")

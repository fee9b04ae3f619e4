"""What was refused after a backup, of which a restored database has no row"""

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lost_refusal",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("community_id", sa.String(40), nullable=False),
        sa.Column("words_hash", sa.String(64), nullable=True),
        sa.Column("note_id", sa.String(40), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_lost_refusal_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lost_refusal")),
    )
    for column in ("community_id", "note_id"):
        op.create_index(f"ix_lost_refusal_{column}", "lost_refusal", [column])
    op.drop_column("piece", "refused_words")


def downgrade() -> None:
    op.add_column("piece", sa.Column("refused_words", sa.JSON(), nullable=True))
    op.drop_table("lost_refusal")

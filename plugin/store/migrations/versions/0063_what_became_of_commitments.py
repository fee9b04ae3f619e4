"""What became of commitments and asks, and what sponsors answered"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow_up",
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("community_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("became", sa.Text(), nullable=False, server_default=""),
        sa.Column("became_on", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(20), nullable=True),
        sa.Column("answer_words", sa.Text(), nullable=False, server_default=""),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.String(40), nullable=True),
        sa.Column("let_in_by", sa.JSON(), nullable=True),
        sa.Column("token_hash", sa.String(64), nullable=True),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_follow_up_community_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_follow_up_token_hash")),
    )
    op.create_index("ix_follow_up_community_id", "follow_up", ["community_id"])


def downgrade() -> None:
    op.drop_table("follow_up")

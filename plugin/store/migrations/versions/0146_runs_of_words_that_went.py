"""Runs of words that went from texts of curators, as keyed digests"""

import sqlalchemy as sa
from alembic import op

revision = "0146"
down_revision = "0145"
branch_labels = None
depends_on = None


def upgrade() -> None:
    here = sa.ForeignKey("partnership.id", name=op.f("fk_gone_run_partnership_id"))
    op.create_table(
        "gone_run",
        sa.Column("partnership_id", sa.String(length=40), here, nullable=False),
        sa.Column("digest", sa.String(length=24), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "digest", name=op.f("pk_gone_run")),
    )
    op.create_index("ix_gone_run_until", "gone_run", ["until"])


def downgrade() -> None:
    op.drop_table("gone_run")

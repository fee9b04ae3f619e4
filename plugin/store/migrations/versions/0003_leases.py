"""Leases"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("owner", sa.String(length=300), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_lease")),
    )


def downgrade() -> None:
    op.drop_table("lease")

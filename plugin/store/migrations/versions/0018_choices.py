"""Who settled a conflict and with which side, and which form of its design a session has"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conflict", sa.Column("settled_by", sa.String(length=40), nullable=True))
    op.add_column("conflict", sa.Column("settled_with", sa.String(length=20), nullable=True))
    op.add_column(
        "session",
        sa.Column("is_short", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("session", "is_short")
    op.drop_column("conflict", "settled_with")
    op.drop_column("conflict", "settled_by")

"""Which window of its writer kept a draft, and what does not fit in a new piece"""

import sqlalchemy as sa
from alembic import op

revision = "0145"
down_revision = "0144"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft", sa.Column("against", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column(
        "draft", sa.Column("fits", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "draft", sa.Column("kept_in", sa.String(length=40), nullable=False, server_default="")
    )


def downgrade() -> None:
    for name in ("kept_in", "fits", "against"):
        op.drop_column("draft", name)

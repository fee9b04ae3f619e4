"""When a group's yes to an edition was recorded, by whom as seen from its author, and objections

What was recorded before was told to nobody, so it is recorded again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0096"
down_revision = "0082"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("edition", sa.Column("agreed_at", sa.DateTime(), nullable=True))
    op.add_column("edition", sa.Column("agreed_as", sa.String(20), nullable=True))
    op.add_column(
        "edition", sa.Column("objections", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute("UPDATE edition SET agreed_in = NULL, agreed_day = NULL, agreed_by = NULL")


def downgrade() -> None:
    for name in ("objections", "agreed_as", "agreed_at"):
        op.drop_column("edition", name)

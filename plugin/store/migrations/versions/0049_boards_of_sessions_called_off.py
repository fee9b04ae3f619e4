"""Boards of sessions that were called off, on which nobody builds again"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "called_off_board",
        sa.Column("board_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("board_hash", name=op.f("pk_called_off_board")),
    )


def downgrade() -> None:
    op.drop_table("called_off_board")

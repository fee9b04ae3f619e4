"""Whose voice agreed to a piece on one voice"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("own_yes", sa.Column("note_ids", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("own_yes", "note_ids")

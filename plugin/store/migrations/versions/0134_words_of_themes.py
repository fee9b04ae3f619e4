"""Themes that a note has for some of its words"""

import sqlalchemy as sa
from alembic import op

revision = "0134"
down_revision = "0137"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("theming", sa.Column("spans", sa.JSON(), nullable=True))
    op.add_column("theming", sa.Column("version", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("theming") as batch:
        batch.drop_column("version")
        batch.drop_column("spans")

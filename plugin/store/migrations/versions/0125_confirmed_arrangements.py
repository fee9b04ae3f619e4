"""Whether somebody saved an invitation, or the panel alone stored when its session starts"""

import sqlalchemy as sa
from alembic import op

revision = "0125"
down_revision = "0122"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("arrangements") as table:
        table.add_column(
            sa.Column("is_confirmed", sa.Boolean(), nullable=False, server_default=sa.true())
        )


def downgrade() -> None:
    with op.batch_alter_table("arrangements") as table:
        table.drop_column("is_confirmed")

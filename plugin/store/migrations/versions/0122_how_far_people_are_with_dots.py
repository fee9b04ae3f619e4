"""What is told of the dots of a step, for twenty seconds"""

import sqlalchemy as sa
from alembic import op

revision = "0122"
down_revision = "0124"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("live_step") as table:
        table.add_column(sa.Column("told", sa.String(40), nullable=True))
        table.add_column(sa.Column("told_since", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("live_step") as table:
        table.drop_column("told_since")
        table.drop_column("told")

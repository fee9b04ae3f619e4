"""Whether a note that is held back waits for its writer where it lies"""

import sqlalchemy as sa
from alembic import op

revision = "0137"
down_revision = "0136"
branch_labels = None
depends_on = None


def upgrade() -> None:
    mark = sa.Column("is_waiting", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("quiet_note", mark)


def downgrade() -> None:
    with op.batch_alter_table("quiet_note") as table:
        table.drop_column("is_waiting")

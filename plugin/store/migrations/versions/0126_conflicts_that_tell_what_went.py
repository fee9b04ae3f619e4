"""Whether an edit that waits tells words that were taken back since"""

import sqlalchemy as sa
from alembic import op

revision = "0126"
down_revision = "0125"
branch_labels = None
depends_on = None


def upgrade() -> None:
    mark = sa.Column("tells_gone", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("conflict", mark)


def downgrade() -> None:
    with op.batch_alter_table("conflict") as table:
        table.drop_column("tells_gone")

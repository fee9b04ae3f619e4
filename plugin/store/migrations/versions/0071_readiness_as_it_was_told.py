"""What was told of a quiet box within the current twenty seconds"""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("quiet_box", sa.Column("told", sa.String(40), nullable=True))
    op.add_column("quiet_box", sa.Column("told_since", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("quiet_box") as batch:
        batch.drop_column("told_since")
        batch.drop_column("told")

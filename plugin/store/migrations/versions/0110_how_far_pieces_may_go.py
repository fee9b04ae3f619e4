"""How far a group lets checked pieces go"""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agreement") as batch:
        batch.add_column(
            sa.Column("furthest", sa.String(20), nullable=False, server_default="PUBLIC")
        )


def downgrade() -> None:
    with op.batch_alter_table("agreement") as batch:
        batch.drop_column("furthest")

"""Whether the workspace of a memory in Notion may hold few blocks, once it was asked"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notion_place") as batch:
        batch.add_column(sa.Column("is_small", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("notion_place") as batch:
        batch.drop_column("is_small")

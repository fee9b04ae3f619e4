"""In which request a job was asked for, and how much of a vendor's limit was spent"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("job") as batch:
        batch.add_column(sa.Column("asked_in", sa.String(length=64), nullable=True))
    with op.batch_alter_table("turn") as batch:
        batch.add_column(sa.Column("vendor", sa.String(20), nullable=False, server_default=""))
        for name in ("spent", "spent_before", "window"):
            batch.add_column(sa.Column(name, sa.Double(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("turn") as batch:
        for name in ("window", "spent_before", "spent", "vendor"):
            batch.drop_column(name)
    with op.batch_alter_table("job") as batch:
        batch.drop_column("asked_in")

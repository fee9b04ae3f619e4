"""What an agreement says beside labels and days, and who saved it"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agreement") as batch:
        batch.add_column(sa.Column("kinds", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("kept_days", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("smallest_group", sa.Integer(), nullable=False, server_default="3")
        )
        batch.add_column(sa.Column("reasons", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("made_by", sa.String(length=40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("agreement") as batch:
        batch.drop_column("made_by")
        batch.drop_column("reasons")
        batch.drop_column("smallest_group")
        batch.drop_column("kept_days")
        batch.drop_column("kinds")

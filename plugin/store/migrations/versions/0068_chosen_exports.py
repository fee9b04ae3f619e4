"""Exports of pieces, notes or agreements: what each held, in which form, and who made it"""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("export") as batch:
        batch.add_column(
            sa.Column("what", sa.String(20), nullable=False, server_default="everything")
        )
        batch.add_column(
            sa.Column("file_format", sa.String(10), nullable=False, server_default="zip")
        )
        batch.add_column(sa.Column("made_by", sa.String(40), nullable=True))
        batch.add_column(sa.Column("holds", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.execute("DELETE FROM export WHERE what <> 'everything'")
    with op.batch_alter_table("export") as batch:
        batch.drop_column("holds")
        batch.drop_column("made_by")
        batch.drop_column("file_format")
        batch.drop_column("what")

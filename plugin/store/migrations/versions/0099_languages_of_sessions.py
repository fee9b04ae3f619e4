"""In which language the board and the invitation of a session are"""

import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "0103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("session") as table:
        table.add_column(sa.Column("language", sa.String(10), nullable=False, server_default="en"))


def downgrade() -> None:
    with op.batch_alter_table("session") as table:
        table.drop_column("language")

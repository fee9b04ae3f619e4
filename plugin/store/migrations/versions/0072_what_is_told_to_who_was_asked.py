"""What those who were asked are told, and notes by phone that are held back or returned"""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("question", sa.Column("closing_words", sa.Text(), nullable=True))
    op.add_column(
        "quiet_note",
        sa.Column("is_held_back", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("quiet_note", sa.Column("returned_with", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("quiet_note") as batch:
        batch.drop_column("returned_with")
        batch.drop_column("is_held_back")
    with op.batch_alter_table("question") as batch:
        batch.drop_column("closing_words")

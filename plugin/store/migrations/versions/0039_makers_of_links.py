"""Who made the links by which people without an account object or permit; whether one was used

Nobody knows who made the links to object of before, so that these end.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM objection_link")
    with op.batch_alter_table("objection_link") as batch:
        batch.add_column(sa.Column("made_by", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("let_in_by", sa.JSON(), nullable=True))
        batch.add_column(
            sa.Column("is_used", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    with op.batch_alter_table("permission") as batch:
        batch.add_column(sa.Column("let_in_by", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("permission") as batch:
        batch.drop_column("let_in_by")
    op.execute("DELETE FROM objection_link")
    with op.batch_alter_table("objection_link") as batch:
        for name in ("is_used", "let_in_by", "made_by"):
            batch.drop_column(name)

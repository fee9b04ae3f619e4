"""Which sign-ins an OpenID provider vouched for, and for which part of a day they last"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_in") as batch:
        batch.add_column(
            sa.Column("by_provider", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("sign_in") as batch:
        batch.drop_column("by_provider")

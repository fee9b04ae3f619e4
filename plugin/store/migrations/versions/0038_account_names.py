"""The name of the account at Miro of a token that the server's settings hold"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_name",
        sa.Column("credential", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("credential", name=op.f("pk_account_name")),
    )


def downgrade() -> None:
    op.drop_table("account_name")

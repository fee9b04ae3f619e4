"""Reviews that were opened since a reading went, and the day on which a note came"""

import sqlalchemy as sa
from alembic import op

revision = "0147"
down_revision = "0146"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("note", sa.Column("first_on", sa.Date(), nullable=True))
    op.add_column(
        "review", sa.Column("of_reading", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("review", "of_reading")
    op.drop_column("note", "first_on")

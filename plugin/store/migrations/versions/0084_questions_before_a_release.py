"""What was answered to three questions before a piece left its group"""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0089"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("release", sa.Column("harm", sa.String(40), nullable=True))


def downgrade() -> None:
    op.drop_column("release", "harm")

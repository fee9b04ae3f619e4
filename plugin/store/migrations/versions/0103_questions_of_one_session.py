"""What a session asks in its boxes instead of its design's questions"""

import sqlalchemy as sa
from alembic import op

revision = "0103"
down_revision = "0120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("session", sa.Column("questions", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("session", "questions")

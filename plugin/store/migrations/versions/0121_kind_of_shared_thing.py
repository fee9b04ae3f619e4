"""What kind of shared thing a piece is: a shelf, a sketch, a shared outline, a form"""

import sqlalchemy as sa
from alembic import op

revision = "0121"
down_revision = "0099"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("form", sa.String(20), nullable=False, server_default="")
    op.add_column("judgement", column)


def downgrade() -> None:
    op.drop_column("judgement", "form")

"""Which loop of learning a piece is about, and how far it reaches"""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0078"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("loop", "scale"):
        column = sa.Column(name, sa.String(20), nullable=False, server_default="")
        op.add_column("judgement", column)


def downgrade() -> None:
    op.drop_column("judgement", "scale")
    op.drop_column("judgement", "loop")

"""Which meetings were over when somebody objected to a read-back

Of objections of before only the day is known: no meeting of that day counts as later than they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("read_back") as batch:
        batch.add_column(sa.Column("objected_after", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("read_back") as batch:
        batch.drop_column("objected_after")

"""When somebody left: whoever comes later could be them

Of those who left before, nobody knows when; they had left by now.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0124"
down_revision = "0123"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("left_at", sa.DateTime(), nullable=True))
    person = sa.table("person", sa.column("id"), sa.column("left_at", sa.DateTime()))
    held = sa.select(sa.table("membership", sa.column("person_id")).c.person_id)
    gone = sa.update(person).where(person.c.id.not_in(held))
    op.execute(gone.values(left_at=datetime.now(UTC).replace(tzinfo=None)))


def downgrade() -> None:
    op.drop_column("person", "left_at")

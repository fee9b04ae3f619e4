"""When somebody left: whoever comes later could be them

Of those who left before, nobody knows when: it counts as long ago, so that everybody of whom it is
known when they came could be one of them.
"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0124"
down_revision = "0123"
branch_labels = None
depends_on = None

_LONG_AGO = datetime(1970, 1, 1)


def upgrade() -> None:
    op.add_column("person", sa.Column("left_at", sa.DateTime(), nullable=True))
    person = sa.table("person", sa.column("id"), sa.column("left_at", sa.DateTime()))
    held = sa.select(sa.table("membership", sa.column("person_id")).c.person_id)
    gone = sa.update(person).where(person.c.id.not_in(held))
    op.execute(gone.values(left_at=_LONG_AGO))


def downgrade() -> None:
    op.drop_column("person", "left_at")

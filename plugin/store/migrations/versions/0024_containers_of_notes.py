"""Containers of notes: what a note lay in when it was last seen, as long as the session's key lives

Miro leaves what lay in a deleted frame on the bare board without a parent: only a note that
remembers its frame can be told from one that was dragged out of its box.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("note") as batch:
        batch.add_column(sa.Column("container_id", sa.String(length=40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("note") as batch:
        batch.drop_column("container_id")

"""Who reads a complaint, as it was when it was sent"""

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0086"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("complaint") as complaint:
        # Who read those that are there is not known any more: in doubt nobody.
        complaint.add_column(sa.Column("readers", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("complaint") as complaint:
        complaint.drop_column("readers")

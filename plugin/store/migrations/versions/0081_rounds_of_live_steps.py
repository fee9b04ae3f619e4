"""Rounds of running sessions: how many people, and how many of them were heard"""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0095"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("live_step") as batch:
        for name in ("round_people", "round_heard"):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("live_step") as batch:
        batch.drop_column("round_heard")
        batch.drop_column("round_people")

"""Partnerships that are looked at by themselves: what looks know outlives a process"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watch",
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.Column("credential", sa.String(length=200), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("cost", sa.Double(), nullable=False),
        sa.Column("quiet_looks", sa.Integer(), nullable=False),
        sa.Column("due_at_s", sa.Double(), nullable=False),
        sa.Column("free_at_s", sa.Double(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=True),
        sa.Column("whole_at_s", sa.Double(), nullable=False),
        sa.Column("ours", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_watch_partnership_id"),
        ),
        sa.PrimaryKeyConstraint("partnership_id", name=op.f("pk_watch")),
    )
    op.create_index(op.f("ix_watch_credential"), "watch", ["credential"])
    op.create_index(op.f("ix_watch_due_at_s"), "watch", ["due_at_s"])


def downgrade() -> None:
    op.drop_table("watch")

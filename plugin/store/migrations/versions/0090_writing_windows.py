"""Days for writing after a meeting, and addresses that are reminded and forgotten"""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "writing_window",
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_writing_window_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_writing_window")),
    )
    op.create_table(
        "reminder_address",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("remind_of", sa.String(20), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("forget_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_reminder_address_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_address")),
    )
    op.create_index("ix_reminder_address_session_id", "reminder_address", ["session_id"])


def downgrade() -> None:
    op.drop_table("reminder_address")
    op.drop_table("writing_window")

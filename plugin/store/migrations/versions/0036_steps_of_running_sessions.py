"""Which step of its plan a running session is in"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "live_step",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("added_minutes", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_live_step_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "number", name=op.f("pk_live_step")),
    )


def downgrade() -> None:
    op.drop_table("live_step")

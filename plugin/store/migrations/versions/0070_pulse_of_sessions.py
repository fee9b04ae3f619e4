"""How a session was: answers until Close, one spread, and what people would change"""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pulse_answer",
        sa.Column("own_hash", sa.String(64), nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("heard", sa.String(10), nullable=True),
        sa.Column("free", sa.String(10), nullable=True),
        sa.Column("worth", sa.String(10), nullable=True),
        sa.Column("change", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_pulse_answer_session_id")
        ),
        sa.PrimaryKeyConstraint("own_hash", name=op.f("pk_pulse_answer")),
    )
    op.create_index("ix_pulse_answer_session_id", "pulse_answer", ["session_id"])
    op.create_table(
        "pulse_spread",
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("question", sa.String(10), nullable=False),
        sa.Column("yes", sa.Integer(), nullable=False),
        sa.Column("partly", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_pulse_spread_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "question", name=op.f("pk_pulse_spread")),
    )
    op.create_table(
        "thing_to_change",
        sa.Column("own_hash", sa.String(64), nullable=False),
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("erase_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_thing_to_change_session_id")
        ),
        sa.PrimaryKeyConstraint("own_hash", name=op.f("pk_thing_to_change")),
    )
    op.create_index("ix_thing_to_change_session_id", "thing_to_change", ["session_id"])
    op.create_index("ix_thing_to_change_erase_on", "thing_to_change", ["erase_on"])


def downgrade() -> None:
    op.drop_table("thing_to_change")
    op.drop_table("pulse_spread")
    op.drop_table("pulse_answer")

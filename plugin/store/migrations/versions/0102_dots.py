"""Dots that people put on notes by phone, and how many each note had once they were shown"""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0097"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dot",
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("own_hash", sa.String(64), nullable=False),
        sa.Column("note_id", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_dot_session_id")),
        sa.PrimaryKeyConstraint("session_id", "step", "own_hash", "note_id", name=op.f("pk_dot")),
    )
    op.create_index("ix_dot_note_id", "dot", ["note_id"])
    op.create_table(
        "dot_count",
        sa.Column("session_id", sa.String(40), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.String(40), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_dot_count_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "step", "note_id", name=op.f("pk_dot_count")),
    )
    op.create_index("ix_dot_count_note_id", "dot_count", ["note_id"])


def downgrade() -> None:
    op.drop_table("dot_count")
    op.drop_table("dot")

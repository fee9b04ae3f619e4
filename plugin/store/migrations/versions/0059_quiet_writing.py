"""Quiet writing by phone"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quiet_box",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("zone_code", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_quiet_box_session_id"),
        sa.PrimaryKeyConstraint("session_id", "zone_code", name="pk_quiet_box"),
    )
    op.create_table(
        "quiet_note",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("zone_code", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=1), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_hash", sa.String(length=64), nullable=False),
        sa.Column("own_hash", sa.String(length=64), nullable=False),
        sa.Column("erase_on", sa.Date(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_quiet_note_session_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quiet_note"),
    )
    op.create_index("ix_quiet_note_session_id", "quiet_note", ["session_id"])


def downgrade() -> None:
    op.drop_index("ix_quiet_note_session_id", "quiet_note")
    op.drop_table("quiet_note")
    op.drop_table("quiet_box")

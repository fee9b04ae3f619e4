"""Wishes to talk before a note is taken back"""

import sqlalchemy as sa
from alembic import op

revision = "0141"
down_revision = "0135"
branch_labels = None
depends_on = None


def _ref(name: str, target: str) -> sa.Column[str]:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_talk_wish_{name}"))
    return sa.Column(name, sa.String(length=40), key, nullable=False)


def upgrade() -> None:
    op.create_table(
        "talk_wish",
        _ref("note_id", "note"),
        _ref("session_id", "session"),
        sa.Column("found_at", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_talk_wish")),
    )
    op.create_index("ix_talk_wish_session_id", "talk_wish", ["session_id"])


def downgrade() -> None:
    op.drop_table("talk_wish")

"""When a session starts, where it is, and how people can take part"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_WORDS = ("place", "access", "other_ways", "notice")


def upgrade() -> None:
    op.create_table(
        "arrangements",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.String(length=5), nullable=True),
        *(sa.Column(name, sa.Text(), server_default="", nullable=False) for name in _WORDS),
        sa.Column("invited_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_arrangements_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_arrangements")),
    )


def downgrade() -> None:
    op.drop_table("arrangements")

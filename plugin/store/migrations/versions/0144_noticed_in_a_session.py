"""What learning partners noticed in a session, before it stands under a piece"""

import sqlalchemy as sa
from alembic import op

revision = "0144"
down_revision = "0143"
branch_labels = None
depends_on = None


def _ref(name: str, target: str) -> sa.Column[str]:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_noticed_{name}"))
    return sa.Column(name, sa.String(length=40), key, nullable=False)


def upgrade() -> None:
    op.create_table(
        "noticed",
        sa.Column("id", sa.String(length=40), nullable=False),
        _ref("community_id", "community"),
        _ref("session_id", "session"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column(
            "made_by",
            sa.String(length=40),
            sa.ForeignKey("person.id", ondelete="SET NULL", name=op.f("fk_noticed_made_by")),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_noticed")),
    )
    for name in ("community_id", "session_id", "made_by"):
        op.create_index(f"ix_noticed_{name}", "noticed", [name])


def downgrade() -> None:
    op.drop_table("noticed")

"""Memos beside clusters, themes and pieces"""

import sqlalchemy as sa
from alembic import op

revision = "0131"
down_revision = "0130"
branch_labels = None
depends_on = None


def _ref(name: str, target: str) -> sa.Column[str]:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_thing_memo_{name}"))
    return sa.Column(name, sa.String(length=40), key, nullable=False)


def upgrade() -> None:
    op.create_table(
        "thing_memo",
        sa.Column("id", sa.String(length=40), nullable=False),
        _ref("community_id", "community"),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("about_id", sa.String(length=40), nullable=False),
        _ref("person_id", "person"),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thing_memo")),
        sa.UniqueConstraint(
            "about", "about_id", "person_id", name=op.f("uq_thing_memo_about_about_id_person_id")
        ),
    )
    for name in ("community_id", "about_id", "person_id"):
        op.create_index(f"ix_thing_memo_{name}", "thing_memo", [name])


def downgrade() -> None:
    op.drop_table("thing_memo")

"""What curators typed for a piece and have not saved"""

import sqlalchemy as sa
from alembic import op

revision = "0130"
down_revision = "0126"
branch_labels = None
depends_on = None


def _ref(name: str, target: str, *, optional: bool = False) -> sa.Column[str]:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_draft_{name}"))
    return sa.Column(name, sa.String(length=40), key, nullable=optional)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.String(length=40), nullable=False),
        _ref("community_id", "community"),
        _ref("piece_id", "piece", optional=True),
        _ref("person_id", "person"),
        _words("title"),
        _words("line"),
        _words("narrative"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("note_ids", sa.JSON(), nullable=False),
        sa.Column("cluster_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    for name in ("community_id", "piece_id", "person_id"):
        op.create_index(f"ix_draft_{name}", "draft", [name])


def downgrade() -> None:
    op.drop_table("draft")

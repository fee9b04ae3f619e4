"""Collections of pieces across the groups of a partnership"""

import sqlalchemy as sa
from alembic import op

revision = "0135"
down_revision = "0134"
branch_labels = None
depends_on = None


def _ref(table: str, name: str, target: str) -> sa.Column[str]:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{name}"))
    return sa.Column(name, sa.String(length=40), key, nullable=False)


def upgrade() -> None:
    op.create_table(
        "collection",
        sa.Column("id", sa.String(length=40), nullable=False),
        _ref("collection", "partnership_id", "partnership"),
        _ref("collection", "person_id", "person"),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
    )
    for name in ("partnership_id", "person_id"):
        op.create_index(f"ix_collection_{name}", "collection", [name])
    op.create_table(
        "collected",
        _ref("collected", "collection_id", "collection"),
        _ref("collected", "piece_id", "piece"),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("collection_id", "piece_id", name=op.f("pk_collected")),
    )
    op.create_index("ix_collected_piece_id", "collected", ["piece_id"])


def downgrade() -> None:
    op.drop_table("collected")
    op.drop_table("collection")

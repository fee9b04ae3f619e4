"""Sortings that curators make on their own, and notes that one of them put elsewhere"""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None


def _ref(table: str, name: str, target: str) -> sa.Column[str]:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{name}"))
    return sa.Column(name, sa.String(length=40), key, nullable=False)


def upgrade() -> None:
    op.create_table(
        "own_sorting",
        sa.Column("id", sa.String(length=40), nullable=False),
        _ref("own_sorting", "session_id", "session"),
        _ref("own_sorting", "person_id", "person"),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("shown_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_sorting")),
    )
    for name in ("session_id", "person_id"):
        op.create_index(f"ix_own_sorting_{name}", "own_sorting", [name])
    with op.batch_alter_table("cluster") as batch:
        batch.add_column(sa.Column("sorting_id", sa.String(length=40), nullable=True))
        batch.create_foreign_key(
            op.f("fk_cluster_sorting_id"), "own_sorting", ["sorting_id"], ["id"]
        )
    op.create_index("ix_cluster_sorting_id", "cluster", ["sorting_id"])
    op.create_table(
        "seen_otherwise",
        _ref("seen_otherwise", "cluster_id", "cluster"),
        _ref("seen_otherwise", "note_id", "note"),
        _ref("seen_otherwise", "other_id", "cluster"),
        sa.PrimaryKeyConstraint(
            "cluster_id", "note_id", "other_id", name=op.f("pk_seen_otherwise")
        ),
    )
    for name in ("note_id", "other_id"):
        op.create_index(f"ix_seen_otherwise_{name}", "seen_otherwise", [name])


def downgrade() -> None:
    op.drop_table("seen_otherwise")
    # One person's own clusters would become everybody's.
    op.execute(
        "DELETE FROM placement WHERE cluster_id IN "
        "(SELECT id FROM cluster WHERE sorting_id IS NOT NULL)"
    )
    op.execute("DELETE FROM cluster WHERE sorting_id IS NOT NULL")
    op.drop_index("ix_cluster_sorting_id", "cluster")
    with op.batch_alter_table("cluster") as batch:
        batch.drop_constraint(op.f("fk_cluster_sorting_id"), type_="foreignkey")
        batch.drop_column("sorting_id")
    op.drop_table("own_sorting")

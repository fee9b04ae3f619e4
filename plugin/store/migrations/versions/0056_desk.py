"""The desk: clusters, what was read, what is chosen, and what can be undone.

Revision ID: 0055
Revises: 0059
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def _ref(table: str, name: str, target: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(
        name,
        sa.String(length=40),
        sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{name}")),
        nullable=optional,
    )


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cluster",
        sa.Column("id", sa.String(length=40), nullable=False),
        _ref("cluster", "community_id", "community"),
        _ref("cluster", "session_id", "session"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        _ref("cluster", "piece_id", "piece", optional=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster")),
    )
    for column in ("community_id", "session_id", "piece_id"):
        op.create_index(f"ix_cluster_{column}", "cluster", [column])
    op.create_table(
        "placement",
        _ref("placement", "cluster_id", "cluster"),
        _ref("placement", "note_id", "note"),
        sa.Column("number", sa.Integer(), nullable=False),
        _ref("placement", "put_by", "person", optional=True),
        sa.PrimaryKeyConstraint("cluster_id", "note_id", name=op.f("pk_placement")),
    )
    op.create_index("ix_placement_note_id", "placement", ["note_id"])
    op.create_index("ix_placement_put_by", "placement", ["put_by"])
    for table, more in (("tray", ()), ("read_mark", (sa.Column("version", sa.Integer()),))):
        op.create_table(
            table,
            _ref(table, "note_id", "note"),
            _ref(table, "person_id", "person"),
            *(sa.Column(each.name, each.type, nullable=False) for each in more),
            sa.PrimaryKeyConstraint("note_id", "person_id", name=op.f(f"pk_{table}")),
        )
        op.create_index(f"ix_{table}_person_id", table, ["person_id"])
    op.create_table(
        "desk_step",
        sa.Column("id", sa.String(length=40), nullable=False),
        _ref("desk_step", "community_id", "community"),
        _ref("desk_step", "person_id", "person"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_step")),
    )
    for column in ("community_id", "person_id"):
        op.create_index(f"ix_desk_step_{column}", "desk_step", [column])


def downgrade() -> None:
    """Remove the tables."""
    for table in ("desk_step", "read_mark", "tray", "placement", "cluster"):
        op.drop_table(table)

"""Themes, memos, and what was set aside.

Revision ID: 0056
Revises: 0054
"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def _ref(table: str, name: str, target: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(
        name,
        sa.String(length=40),
        sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{name}")),
        nullable=optional,
    )


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "theme",
        sa.Column("id", sa.String(length=40), nullable=False),
        _ref("theme", "community_id", "community"),
        _words("name"),
        _words("definition"),
        sa.Column("parent_id", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("merged_into", sa.String(length=40), nullable=True),
        sa.Column("merged_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
    )
    op.create_table(
        "theming",
        _ref("theming", "theme_id", "theme"),
        _ref("theming", "note_id", "note"),
        _ref("theming", "put_by", "person", optional=True),
        sa.PrimaryKeyConstraint("theme_id", "note_id", name=op.f("pk_theming")),
    )
    op.create_table(
        "memo",
        _ref("memo", "note_id", "note"),
        _ref("memo", "person_id", "person"),
        _words("words"),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("note_id", "person_id", name=op.f("pk_memo")),
    )
    op.create_table(
        "set_aside",
        _ref("set_aside", "note_id", "note"),
        _words("because"),
        _ref("set_aside", "put_by", "person", optional=True),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_set_aside")),
    )
    for table, columns in _INDEXED.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


_INDEXED = {
    "theme": ("community_id",),
    "theming": ("note_id", "put_by"),
    "memo": ("person_id",),
    "set_aside": ("put_by",),
}


def downgrade() -> None:
    """Remove the tables."""
    for table in ("set_aside", "memo", "theming", "theme"):
        op.drop_table(table)

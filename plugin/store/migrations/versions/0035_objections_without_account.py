"""Links by which people without an account object, and reasons that people gave"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def _tables() -> dict[str, tuple[sa.Column[Any], ...]]:
    return {
        "objection_link": (
            sa.Column("token_hash", sa.String(length=64), nullable=False),
            sa.Column("until", sa.DateTime(), nullable=False),
        ),
        "objection_reason": (
            sa.Column("id", sa.String(length=40), nullable=False),
            sa.Column("words", sa.Text(), server_default="", nullable=False),
        ),
    }


def upgrade() -> None:
    for table, columns in _tables().items():
        op.create_table(
            table,
            *columns,
            sa.Column("read_back_id", sa.String(length=40), nullable=False),
            sa.ForeignKeyConstraint(
                ["read_back_id"], ["read_back.id"], name=op.f(f"fk_{table}_read_back_id")
            ),
            sa.PrimaryKeyConstraint(columns[0].name, name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_read_back_id"), table, ["read_back_id"])


def downgrade() -> None:
    for table in _tables():
        op.drop_table(table)

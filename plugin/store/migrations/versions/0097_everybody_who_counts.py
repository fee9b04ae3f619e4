"""Who let in whoever gave an answer, addresses that replaced others, and what a no binds

Who let in a second reader was not stored. So somebody reads those editions again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0097"
down_revision = "0096"
branch_labels = None
depends_on = None

_LISTS = (
    ("edition", "agreed_let_in_by"),
    ("edition", "read_let_in_by"),
    ("own_yes", "confirmed_let_in_by"),
    ("piece", "refused_words"),
)


def upgrade() -> None:
    for table, name in _LISTS:
        op.add_column(table, sa.Column(name, sa.JSON(), nullable=True))
    op.add_column("edition", sa.Column("read_as", sa.String(20), nullable=True))
    op.add_column("address_writer", sa.Column("replaced_at", sa.DateTime(), nullable=True))
    again: sa.Column[bool] = sa.Column(
        "agreed_again", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("source", again)
    op.execute("UPDATE edition SET read_at = NULL, read_by = NULL")


def downgrade() -> None:
    op.drop_column("source", "agreed_again")
    op.drop_column("address_writer", "replaced_at")
    op.drop_column("edition", "read_as")
    for table, name in reversed(_LISTS):
        op.drop_column(table, name)

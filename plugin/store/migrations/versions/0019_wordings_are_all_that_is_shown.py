"""A wording is everything that is shown of a piece: kind, family and person too"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_FACTS = ("kind", "family", "person")
_OF_ITS_PIECE = "(SELECT {0} FROM piece WHERE piece.id = wording.piece_id)"
_OF_ITS_NEWEST = (
    "(SELECT {0} FROM wording WHERE wording.piece_id = piece.id ORDER BY number DESC LIMIT 1)"
)


def upgrade() -> None:
    _add_to("wording")
    _copy("wording", _OF_ITS_PIECE)
    _drop_from("piece")


def downgrade() -> None:
    _add_to("piece")
    _copy("piece", _OF_ITS_NEWEST)
    _drop_from("wording")


def _add_to(table: str) -> None:
    with op.batch_alter_table(table) as batch:
        text = sa.String(length=40)
        batch.add_column(sa.Column("kind", text, server_default="pattern", nullable=False))
        batch.add_column(sa.Column("family", text, server_default="representation", nullable=False))
        batch.add_column(sa.Column("person", sa.Integer(), server_default="2", nullable=False))


def _copy(table: str, found: str) -> None:
    values = ", ".join(f"{name} = {found.format(name)}" for name in _FACTS)
    op.execute(f"UPDATE {table} SET {values}")  # noqa: S608 - names of our own


def _drop_from(table: str) -> None:
    with op.batch_alter_table(table) as batch:
        for name in _FACTS:
            batch.drop_column(name)

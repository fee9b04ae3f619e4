"""Pieces that are looked at again since a note was taken back, and who pressed the button

Until now it was not stored who took a note back, and the record said that its writer did. Pieces
that rest on notes which were taken back before are to be looked at again too: their stories may
still tell what was taken back.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_BEFORE, _NOW = "Its writer took it back.", "It was taken back."
_TAKEN_BACK = """
    SELECT source.piece_id, source.note_id, withdrawal.at AS opened_at, (
        SELECT COALESCE(MAX(wording.number), 0) FROM wording
        WHERE wording.piece_id = source.piece_id AND wording.made_at <= withdrawal.at
    ) AS up_to
    FROM source JOIN withdrawal ON withdrawal.note_id = source.note_id
"""


def upgrade() -> None:
    op.create_table(
        "review",
        sa.Column("piece_id", sa.String(length=40), nullable=False),
        sa.Column("note_id", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_review_piece_id")),
        sa.PrimaryKeyConstraint("piece_id", "note_id", name=op.f("pk_review")),
    )
    op.execute(f"INSERT INTO review (piece_id, note_id, opened_at, up_to) {_TAKEN_BACK}")
    op.add_column("withdrawal", sa.Column("taken_back_by", sa.String(length=20), nullable=True))
    _say(_BEFORE, _NOW)


def downgrade() -> None:
    _say(_NOW, _BEFORE)
    op.drop_column("withdrawal", "taken_back_by")
    op.drop_table("review")


def _say(before: str, after: str) -> None:
    for name in ("note", "source"):
        table = sa.table(name, sa.column("gone_because"))
        told = sa.update(table).where(table.c.gone_because == before)
        op.execute(told.values(gone_because=after))

"""Pieces in words of their own, for places like ours and for anyone"""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0077"
branch_labels = None
depends_on = None


def _person(name: str) -> sa.ForeignKeyConstraint:
    named = op.f(f"fk_edition_{name}")
    return sa.ForeignKeyConstraint([name], ["person.id"], name=named, ondelete="SET NULL")


def upgrade() -> None:
    op.create_table(
        "edition",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("piece_id", sa.String(40), nullable=False),
        sa.Column("rung", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False, server_default=""),
        sa.Column("summary", sa.Text(), nullable=False, server_default=""),
        sa.Column("story", sa.Text(), nullable=False, server_default=""),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(40), nullable=True),
        sa.Column("let_in_by", sa.JSON(), nullable=True),
        sa.Column("look_again", sa.Date(), nullable=True),
        sa.Column("agreed_in", sa.String(40), nullable=True),
        sa.Column("agreed_day", sa.Date(), nullable=True),
        sa.Column("agreed_by", sa.String(40), nullable=True),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("read_by", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_edition_piece_id")),
        sa.ForeignKeyConstraint(["wording_id"], ["wording.id"], name=op.f("fk_edition_wording_id")),
        _person("made_by"),
        _person("agreed_by"),
        _person("read_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint(
            "piece_id", "rung", "number", name=op.f("uq_edition_piece_id_rung_number")
        ),
    )
    for name in ("piece_id", "wording_id", "made_by", "agreed_by", "read_by"):
        op.create_index(f"ix_edition_{name}", "edition", [name])


def downgrade() -> None:
    op.drop_table("edition")

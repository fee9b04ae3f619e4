"""Notes that speak against a piece, and how people of one origin read it"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "source",
        sa.Column("is_against", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "piece_reading",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("piece_id", sa.String(40), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False, server_default=""),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("signed_as", sa.Text(), nullable=False, server_default=""),
        sa.Column("made_by", sa.String(40), nullable=True),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_piece_reading_piece_id")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_piece_reading_made_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_reading")),
    )
    op.create_index("ix_piece_reading_piece_id", "piece_reading", ["piece_id"])
    op.create_index("ix_piece_reading_made_by", "piece_reading", ["made_by"])


def downgrade() -> None:
    op.drop_table("piece_reading")
    with op.batch_alter_table("source") as source:
        source.drop_column("is_against")

"""What the learning partner noticed, and figures, under a piece"""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "piece_evidence",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("piece_id", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("number", sa.String(40), nullable=False, server_default=""),
        sa.Column("unit", sa.Text(), nullable=False, server_default=""),
        sa.Column("source", sa.Text(), nullable=False, server_default=""),
        sa.Column("made_by", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(
            ["piece_id"], ["piece.id"], name=op.f("fk_piece_evidence_piece_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_piece_evidence_made_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_evidence")),
    )
    op.create_index("ix_piece_evidence_piece_id", "piece_evidence", ["piece_id"])
    op.create_index("ix_piece_evidence_made_by", "piece_evidence", ["made_by"])


def downgrade() -> None:
    op.drop_table("piece_evidence")

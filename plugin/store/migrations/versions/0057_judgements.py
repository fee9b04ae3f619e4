"""What is judged of a piece beside its words: where it stands, how sure, when to look again"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "judgement",
        sa.Column("piece_id", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stands", sa.String(40), nullable=False),
        sa.Column("sure", sa.String(40), nullable=False),
        sa.Column("boundary", sa.String(40), nullable=False),
        sa.Column("look_again", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_in", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_judgement_piece_id")),
        sa.PrimaryKeyConstraint("piece_id", "number", name=op.f("pk_judgement")),
    )


def downgrade() -> None:
    op.drop_table("judgement")

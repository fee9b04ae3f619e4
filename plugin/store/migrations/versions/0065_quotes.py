"""Quotes in the stories of pieces, and what their writers say of them"""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quote",
        sa.Column("piece_id", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("note_id", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("is_refused", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_quote_piece_id")),
        sa.PrimaryKeyConstraint("piece_id", "number", name=op.f("pk_quote")),
    )
    op.create_index("ix_quote_note_id", "quote", ["note_id"])
    op.create_table(
        "quote_answer",
        sa.Column("link_hash", sa.String(64), nullable=False),
        sa.Column("question_id", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("may_be_used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_quote_answer_question_id")
        ),
        sa.PrimaryKeyConstraint("link_hash", name=op.f("pk_quote_answer")),
    )
    op.create_index("ix_quote_answer_question_id", "quote_answer", ["question_id"])


def downgrade() -> None:
    op.drop_table("quote_answer")
    op.drop_table("quote")

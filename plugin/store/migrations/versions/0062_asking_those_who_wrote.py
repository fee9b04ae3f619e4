"""Asking the people who wrote the notes of a piece, and their answers"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("piece_id", sa.String(40), nullable=False),
        sa.Column("wording_id", sa.String(40), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("note_ids", sa.JSON(), nullable=False),
        sa.Column("voices", sa.Integer(), nullable=False),
        sa.Column("reaches_all", sa.Boolean(), nullable=False),
        sa.Column("has_quotes", sa.Boolean(), nullable=False),
        sa.Column("is_refused", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_question_piece_id")),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["wording.id"], name=op.f("fk_question_wording_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index("ix_question_piece_id", "question", ["piece_id"])
    op.create_index("ix_question_wording_id", "question", ["wording_id"])
    op.create_table(
        "answer",
        sa.Column("link_hash", sa.String(64), nullable=False),
        sa.Column("question_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("comes_out", sa.Date(), nullable=True),
        sa.Column("told", sa.String(20), nullable=True),
        sa.Column("told_words", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_answer_question_id")
        ),
        sa.PrimaryKeyConstraint("link_hash", name=op.f("pk_answer")),
    )
    op.create_index("ix_answer_question_id", "answer", ["question_id"])


def downgrade() -> None:
    op.drop_table("answer")
    op.drop_table("question")

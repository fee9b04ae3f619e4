"""On what a piece rested before a note was put back under it"""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_before",
        sa.Column("piece_id", sa.String(40), nullable=False),
        sa.Column("note_id", sa.String(40), nullable=False),
        sa.Column("since", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("is_against", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_source_before_piece_id")),
        sa.PrimaryKeyConstraint("piece_id", "note_id", "since", name=op.f("pk_source_before")),
    )


def downgrade() -> None:
    op.drop_table("source_before")

"""Which words of a note its writer does not want to be quoted with, in any piece"""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quote_refusal",
        sa.Column("note_id", sa.String(40), nullable=False),
        sa.Column("piece_id", sa.String(40), nullable=False),
        sa.Column("partnership_id", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("note_id", "piece_id", "number", name=op.f("pk_quote_refusal")),
    )
    op.create_index("ix_quote_refusal_partnership_id", "quote_refusal", ["partnership_id"])
    op.execute(
        "INSERT INTO quote_refusal (note_id, piece_id, partnership_id, number, version, spans) "
        "SELECT note_id, piece_id, partnership_id, number, version, spans "
        "FROM quote JOIN piece ON piece.id = quote.piece_id WHERE is_refused"
    )
    with op.batch_alter_table("quote") as batch:
        batch.drop_column("is_refused")


def downgrade() -> None:
    op.add_column(
        "quote",
        sa.Column("is_refused", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(
        "UPDATE quote SET is_refused = (1 = 1) WHERE EXISTS (SELECT 1 FROM quote_refusal "
        "WHERE quote_refusal.piece_id = quote.piece_id "
        "AND quote_refusal.number = quote.number AND quote_refusal.note_id = quote.note_id)"
    )
    op.drop_table("quote_refusal")

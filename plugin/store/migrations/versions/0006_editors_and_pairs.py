"""Who edited a page in Notion, and pieces that belong with each other"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("conflict") as batch:
        batch.add_column(sa.Column("theirs_by", sa.Text(), server_default="", nullable=False))
        batch.add_column(sa.Column("theirs_at", sa.DateTime(), nullable=True))
    op.create_table(
        "belongs_with",
        sa.Column("piece_id", sa.String(length=40), nullable=False),
        sa.Column("other_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"], ["piece.id"], name=op.f("fk_belongs_with_other_id_piece")
        ),
        sa.ForeignKeyConstraint(
            ["piece_id"], ["piece.id"], name=op.f("fk_belongs_with_piece_id_piece")
        ),
        sa.PrimaryKeyConstraint("piece_id", "other_id", name=op.f("pk_belongs_with")),
    )


def downgrade() -> None:
    op.drop_table("belongs_with")
    with op.batch_alter_table("conflict") as batch:
        batch.drop_column("theirs_at")
        batch.drop_column("theirs_by")

"""Notes put under pieces and taken off, with a trail; each wording knows what it rested on"""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wording", sa.Column("basis", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("source", sa.Column("since", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("source", sa.Column("until", sa.Integer(), nullable=True))
    op.create_table(
        "piece_step",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("piece_id", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("did", sa.String(20), nullable=False),
        sa.Column("made_by", sa.String(40), nullable=True),
        sa.Column("because", sa.Text(), nullable=False, server_default=""),
        sa.Column("other_id", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_piece_step_piece_id")),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_piece_step_made_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_step")),
    )
    op.create_index("ix_piece_step_piece_id", "piece_step", ["piece_id"])
    op.create_index("ix_piece_step_made_by", "piece_step", ["made_by"])


def downgrade() -> None:
    op.drop_table("piece_step")
    with op.batch_alter_table("source") as source:
        source.drop_column("until")
        source.drop_column("since")
    with op.batch_alter_table("wording") as wording:
        wording.drop_column("basis")

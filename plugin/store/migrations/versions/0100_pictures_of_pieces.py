"""Pictures under a piece: of a box, drawn on reading, and those that somebody sent"""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0102"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "piece_evidence", sa.Column("shows", sa.String(10), nullable=False, server_default="")
    )
    op.add_column(
        "piece_evidence", sa.Column("people", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("piece_evidence", sa.Column("session_id", sa.String(40), nullable=True))
    op.add_column(
        "piece_evidence", sa.Column("zone_code", sa.String(20), nullable=False, server_default="")
    )
    op.create_table(
        "picture",
        sa.Column("evidence_id", sa.String(40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["piece_evidence.id"], name=op.f("fk_picture_evidence_id")
        ),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_picture")),
    )


def downgrade() -> None:
    op.drop_table("picture")
    op.execute("DELETE FROM piece_evidence WHERE shows <> ''")
    with op.batch_alter_table("piece_evidence") as table:
        for name in ("zone_code", "session_id", "people", "shows"):
            table.drop_column(name)

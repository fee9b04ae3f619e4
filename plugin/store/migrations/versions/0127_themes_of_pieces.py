"""Themes of pieces, and which themes our partners may read"""

import sqlalchemy as sa
from alembic import op

revision = "0127"
down_revision = "0133"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("is_for_partners", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("proposed_on", sa.Date, nullable=True),
    ):
        op.add_column("theme", column)
    op.create_table(
        "piece_theme",
        sa.Column(
            "piece_id",
            sa.String(length=40),
            sa.ForeignKey("piece.id", name=op.f("fk_piece_theme_piece_id")),
            nullable=False,
        ),
        sa.Column(
            "theme_id",
            sa.String(length=40),
            sa.ForeignKey("theme.id", name=op.f("fk_piece_theme_theme_id")),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("piece_id", "theme_id", name=op.f("pk_piece_theme")),
    )
    op.create_index("ix_piece_theme_theme_id", "piece_theme", ["theme_id"])


def downgrade() -> None:
    op.drop_table("piece_theme")
    with op.batch_alter_table("theme") as table:
        table.drop_column("proposed_on")
        table.drop_column("is_for_partners")

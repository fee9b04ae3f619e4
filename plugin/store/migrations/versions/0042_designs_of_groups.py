"""Designs that a group makes its own, in versions"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "design",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("community_id", sa.String(length=40), nullable=False),
        sa.Column("base", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_design_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_design")),
    )
    op.create_index(op.f("ix_design_community_id"), "design", ["community_id"])
    op.create_table(
        "design_version",
        sa.Column("design_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["design_id"], ["design.id"], name=op.f("fk_design_version_design_id")
        ),
        sa.PrimaryKeyConstraint("design_id", "version", name=op.f("pk_design_version")),
    )


def downgrade() -> None:
    op.drop_table("design_version")
    op.drop_table("design")

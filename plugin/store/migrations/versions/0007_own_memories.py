"""Memories that a community has to itself"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_parent",
        sa.Column("community_id", sa.String(length=40), nullable=False),
        sa.Column("page_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_own_parent_community_id_community")
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_own_parent")),
    )
    op.create_table(
        "own_place",
        sa.Column("community_id", sa.String(length=40), nullable=False),
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.Column("parent_page_id", sa.String(length=40), nullable=False),
        sa.Column("memory_page_id", sa.String(length=40), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("is_left", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_own_place_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_own_place_partnership_id_partnership"),
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_own_place")),
    )
    op.create_index(op.f("ix_own_place_partnership_id"), "own_place", ["partnership_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_own_place_partnership_id"), table_name="own_place")
    op.drop_table("own_place")
    op.drop_table("own_parent")

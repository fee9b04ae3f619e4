"""Permissions that sponsors give by a link"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "permission",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("community_id", sa.String(length=40), nullable=False),
        *(
            sa.Column(name, sa.Text(), server_default="", nullable=False)
            for name in ("note", "sponsor", "receives", "never_asks")
        ),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.String(length=40), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_permission_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permission")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_permission_token_hash")),
    )
    op.create_index(op.f("ix_permission_community_id"), "permission", ["community_id"])


def downgrade() -> None:
    op.drop_table("permission")

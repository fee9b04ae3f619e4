"""Complaints about how words are handled"""

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("community_id", sa.String(40), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("reply_to", sa.Text(), nullable=False, server_default=""),
        sa.Column("link_hash", sa.String(64), nullable=True),
        sa.Column("made_by", sa.String(40), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False, server_default=""),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_complaint_community_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_complaint_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
    )
    for column in ("community_id", "link_hash", "made_by"):
        op.create_index(f"ix_complaint_{column}", "complaint", [column])


def downgrade() -> None:
    op.drop_table("complaint")

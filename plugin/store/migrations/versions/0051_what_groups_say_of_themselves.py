"""What groups write down of themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_TEXTS = ("parties", "missing", "intentions", "interests", "cadence")


def upgrade() -> None:
    op.create_table(
        "about_group",
        sa.Column("community_id", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.Text(), server_default="", nullable=False) for name in _TEXTS),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_about_group_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_about_group")),
    )


def downgrade() -> None:
    op.drop_table("about_group")

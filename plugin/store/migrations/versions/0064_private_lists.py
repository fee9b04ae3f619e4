"""Private lists of whom to thank, answer, ask, and with whom to mend"""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "private_line",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("community_id", sa.String(40), nullable=False),
        sa.Column("verb", sa.String(20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_private_line_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_private_line_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_line")),
    )
    op.create_index("ix_private_line_person_id", "private_line", ["person_id"])
    op.create_index("ix_private_line_community_id", "private_line", ["community_id"])


def downgrade() -> None:
    op.drop_table("private_line")

"""Who opened what of a group"""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("partnership_id", sa.String(40), nullable=False),
        sa.Column("community_id", sa.String(40), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("about", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_access_log_partnership_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_access_log_community_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_log_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    for column in ("partnership_id", "community_id", "day", "person_id"):
        op.create_index(f"ix_access_log_{column}", "access_log", [column])


def downgrade() -> None:
    op.drop_table("access_log")

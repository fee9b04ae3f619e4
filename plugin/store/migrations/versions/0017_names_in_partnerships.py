"""How each partnership calls its people"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_as",
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_known_as_person_id")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_known_as_partnership_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "partnership_id", name=op.f("pk_known_as")),
    )


def downgrade() -> None:
    op.drop_table("known_as")

"""What people decided about words that may point to a person"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identifier_decision",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.Column("note_id", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_as", sa.String(length=20), nullable=False),
        sa.Column("replacement", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_identifier_decision_partnership_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identifier_decision")),
    )
    for column in ("partnership_id", "note_id"):
        name = op.f(f"ix_identifier_decision_{column}")
        op.create_index(name, "identifier_decision", [column])


def downgrade() -> None:
    op.drop_table("identifier_decision")

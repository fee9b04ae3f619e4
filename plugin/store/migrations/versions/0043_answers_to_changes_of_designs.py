"""What a group agreed that a facilitator took into its own design, or left out of it"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "design_answer",
        sa.Column("design_id", sa.String(length=40), nullable=False),
        sa.Column("proposal_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["design_id"], ["design.id"], name=op.f("fk_design_answer_design_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_design_answer_proposal_id")
        ),
        sa.PrimaryKeyConstraint("design_id", "proposal_id", name=op.f("pk_design_answer")),
    )


def downgrade() -> None:
    op.drop_table("design_answer")

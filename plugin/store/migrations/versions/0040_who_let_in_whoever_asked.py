"""Who let in the person that asked for a job, and in which partnership alone"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("job") as batch:
        batch.add_column(sa.Column("let_in_by", sa.JSON(), nullable=True))
        batch.add_column(sa.Column("only_in", sa.String(length=40), nullable=True))
        batch.create_foreign_key(op.f("fk_job_only_in"), "partnership", ["only_in"], ["id"])
        batch.create_index(op.f("ix_job_only_in"), ["only_in"])


def downgrade() -> None:
    with op.batch_alter_table("job") as batch:
        batch.drop_index(op.f("ix_job_only_in"))
        batch.drop_constraint(op.f("fk_job_only_in"), type_="foreignkey")
        batch.drop_column("only_in")
        batch.drop_column("let_in_by")

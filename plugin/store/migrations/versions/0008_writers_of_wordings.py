"""Who wrote a wording here"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _leave_nothing_behind()
    with op.batch_alter_table("wording") as batch:
        batch.add_column(sa.Column("made_by", sa.String(length=40), nullable=True))
        batch.create_foreign_key(
            op.f("fk_wording_made_by"), "person", ["made_by"], ["id"], ondelete="SET NULL"
        )
        batch.create_index(op.f("ix_wording_made_by"), ["made_by"])


def downgrade() -> None:
    _leave_nothing_behind()
    with op.batch_alter_table("wording") as batch:
        batch.drop_index(op.f("ix_wording_made_by"))
        batch.drop_constraint(op.f("fk_wording_made_by"), type_="foreignkey")
        batch.drop_column("made_by")


def _leave_nothing_behind() -> None:
    # SQLite copies the table: no wording may be left in the pages that the older one frees.
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA secure_delete=ON")

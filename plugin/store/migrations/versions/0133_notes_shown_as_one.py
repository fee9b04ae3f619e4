"""Notes that say nearly the same, and are shown as one"""

import sqlalchemy as sa
from alembic import op

revision = "0133"
down_revision = "0131"
branch_labels = None
depends_on = None


def _ref(name: str, target: str, *, optional: bool = False) -> sa.Column[str]:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_shown_as_one_{name}"))
    return sa.Column(name, sa.String(length=40), key, nullable=optional)


def upgrade() -> None:
    op.create_table(
        "shown_as_one",
        _ref("note_id", "note"),
        _ref("under_id", "note"),
        _ref("put_by", "person", optional=True),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_shown_as_one")),
    )
    for name in ("under_id", "put_by"):
        op.create_index(f"ix_shown_as_one_{name}", "shown_as_one", [name])


def downgrade() -> None:
    op.drop_table("shown_as_one")

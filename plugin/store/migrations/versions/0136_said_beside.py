"""Notes that people put beside the card of a piece that came back"""

import sqlalchemy as sa
from alembic import op

revision = "0136"
down_revision = "0127"
branch_labels = None
depends_on = None


def _ref(name: str, target: str) -> sa.Column[str]:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_said_beside_{name}"))
    return sa.Column(name, sa.String(length=40), key, nullable=False)


def upgrade() -> None:
    op.create_table(
        "said_beside",
        _ref("note_id", "note"),
        _ref("piece_id", "piece"),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_said_beside")),
    )
    op.create_index("ix_said_beside_piece_id", "said_beside", ["piece_id"])


def downgrade() -> None:
    op.drop_table("said_beside")

"""Words that open somebody's own notes"""

import sqlalchemy as sa
from alembic import op

revision = "0142"
down_revision = "0141"
branch_labels = None
depends_on = None


def upgrade() -> None:
    of_session = sa.ForeignKey("session.id", name=op.f("fk_passphrase_session_id"))
    op.create_table(
        "passphrase",
        sa.Column("passphrase_hash", sa.String(length=64), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=40), of_session, nullable=False),
        sa.Column("sealed_token", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("passphrase_hash", name=op.f("pk_passphrase")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_passphrase_link_hash")),
    )
    op.create_index("ix_passphrase_session_id", "passphrase", ["session_id"])


def downgrade() -> None:
    op.drop_table("passphrase")

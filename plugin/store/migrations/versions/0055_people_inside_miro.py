"""Which person a Miro name belongs to, for the panel inside Miro.

Revision ID: 0059
Revises: 0053
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let people link their Miro name once."""
    op.create_table(
        "miro_person",
        sa.Column("miro_user_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(40), nullable=False),
        sa.Column("linked_at", sa.DateTime(), nullable=False),
        sa.Column("let_in_by", sa.JSON(), nullable=True),
        sa.Column("only_in", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_miro_person_person_id"),
        sa.ForeignKeyConstraint(["only_in"], ["partnership.id"], name="fk_miro_person_only_in"),
        sa.PrimaryKeyConstraint("miro_user_hash", name="pk_miro_person"),
    )
    op.create_index("ix_miro_person_person_id", "miro_person", ["person_id"])
    op.create_index("ix_miro_person_only_in", "miro_person", ["only_in"])
    op.create_table(
        "miro_link_code",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("miro_user_hash", sa.String(64), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_miro_link_code"),
        sa.UniqueConstraint("miro_user_hash", name="uq_miro_link_code_miro_user_hash"),
    )


def downgrade() -> None:
    """Forget which person a Miro name belongs to."""
    op.drop_table("miro_link_code")
    op.drop_table("miro_person")

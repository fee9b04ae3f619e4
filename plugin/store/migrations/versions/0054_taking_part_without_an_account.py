"""Taking part without an account"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "join_link",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_join_link_session_id"),
        sa.PrimaryKeyConstraint("session_id", name="pk_join_link"),
        sa.UniqueConstraint("code", name="uq_join_link_code"),
    )
    op.create_table(
        "participant",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_participant_session_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_participant"),
    )
    op.create_index("ix_participant_session_id", "participant", ["session_id"])
    op.create_table(
        "phone_sticky",
        sa.Column("note_id", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("miro_item_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_phone_sticky_session_id"),
        sa.PrimaryKeyConstraint("note_id", name="pk_phone_sticky"),
    )
    op.create_index("ix_phone_sticky_session_id", "phone_sticky", ["session_id"])
    op.add_column("note", sa.Column("own_hash", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("note") as note:
        note.drop_column("own_hash")
    op.drop_index("ix_phone_sticky_session_id", "phone_sticky")
    op.drop_table("phone_sticky")
    op.drop_index("ix_participant_session_id", "participant")
    op.drop_table("participant")
    op.drop_table("join_link")

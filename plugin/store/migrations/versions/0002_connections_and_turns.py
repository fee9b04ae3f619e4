"""Connections and turns"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "turn",
        sa.Column("credential", sa.String(length=64), nullable=False),
        sa.Column("free_at", sa.Double(), nullable=False),
        sa.Column("held_until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("credential", name=op.f("pk_turn")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("vendor", sa.String(length=20), nullable=False),
        sa.Column("site", sa.String(length=200), nullable=False),
        sa.Column("account_key", sa.String(length=120), nullable=False),
        sa.Column("account_name", sa.Text(), server_default="", nullable=False),
        sa.Column("place_name", sa.Text(), server_default="", nullable=False),
        sa.Column("access_token", sa.Text(), nullable=False),
        sa.Column("refresh_token", sa.Text(), nullable=True),
        sa.Column("got_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("refreshing_until", sa.DateTime(), nullable=True),
        sa.Column("broken_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
        sa.UniqueConstraint(
            "vendor", "site", "account_key", name=op.f("uq_installation_vendor_site_account_key")
        ),
    )
    op.create_table(
        "connection",
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.Column("vendor", sa.String(length=20), nullable=False),
        sa.Column("installation_id", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_connection_partnership_id")
        ),
        sa.ForeignKeyConstraint(
            ["installation_id"], ["installation.id"], name=op.f("fk_connection_installation_id")
        ),
        sa.PrimaryKeyConstraint("partnership_id", "vendor", name=op.f("pk_connection")),
    )
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_connection_installation_id"), ["installation_id"], unique=False
        )

    op.create_table(
        "notion_parent",
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.Column("page_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_notion_parent_partnership_id")
        ),
        sa.PrimaryKeyConstraint("partnership_id", name=op.f("pk_notion_parent")),
    )


def downgrade() -> None:
    op.drop_table("notion_parent")
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_connection_installation_id"))

    op.drop_table("connection")
    op.drop_table("installation")
    op.drop_table("turn")

"""Addresses that are told what happened, and requests to the API that are asked for again"""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("partnership_id", sa.String(40), nullable=False),
        sa.Column("address", sa.String(400), nullable=False),
        sa.Column("locked_secret", sa.String(400), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("failed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name="fk_webhook_partnership_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_webhook"),
    )
    op.create_index("ix_webhook_partnership_id", "webhook", ["partnership_id"])
    op.create_table(
        "webhook_delivery",
        sa.Column("event_id", sa.String(40), nullable=False),
        sa.Column("webhook_id", sa.String(40), nullable=False),
        sa.Column("happened", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name="fk_webhook_delivery_webhook_id"
        ),
        sa.PrimaryKeyConstraint("event_id", "webhook_id", name="pk_webhook_delivery"),
    )
    op.create_index("ix_webhook_delivery_due_at", "webhook_delivery", ["due_at"])
    op.create_table(
        "api_request",
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("job_id", sa.String(40), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name="pk_api_request"),
    )


def downgrade() -> None:
    op.drop_table("api_request")
    op.drop_table("webhook_delivery")
    op.drop_table("webhook")

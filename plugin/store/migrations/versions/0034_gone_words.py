"""Where words of notes that are gone still stand in wordings

Of what was taken back before, nobody knows it any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gone_words",
        sa.Column("wording_id", sa.String(length=40), nullable=False),
        sa.Column("note_id", sa.String(length=40), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["wording.id"], name=op.f("fk_gone_words_wording_id")
        ),
        sa.PrimaryKeyConstraint("wording_id", "note_id", name=op.f("pk_gone_words")),
    )


def downgrade() -> None:
    op.drop_table("gone_words")

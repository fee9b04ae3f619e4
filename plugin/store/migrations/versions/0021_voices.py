"""Voices: what one writer of a session left in all of its boxes, and a strand for every writer

Until now a note had a strand only where its writer left several in one box. Notes that were there
at Close get one of their own, so that they stay the voice that they were; those that came
afterwards have none, for nobody knows who wrote them. Under Chatham House the two look the same,
and count as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_STRANDS = """
    UPDATE note SET strand_id = id
    WHERE strand_id IS NULL AND text IS NOT NULL AND source = 'miro' AND EXISTS (
        SELECT 1 FROM session
        WHERE session.id = note.session_id AND session.state = 'closed'
        AND COALESCE(
            (SELECT MIN(older.seen_at) FROM note_version AS older WHERE older.note_id = note.id),
            note.seen_at
        ) <= session.closed_at
    )
"""


def upgrade() -> None:
    with op.batch_alter_table("note") as batch:
        batch.add_column(sa.Column("voice_id", sa.String(length=40), nullable=True))
    with op.batch_alter_table("source") as batch:
        batch.add_column(sa.Column("voice", sa.String(length=40), nullable=True))
    op.execute(_STRANDS)


def downgrade() -> None:
    op.execute("UPDATE note SET strand_id = NULL WHERE strand_id = id")
    with op.batch_alter_table("source") as batch:
        batch.drop_column("voice")
    with op.batch_alter_table("note") as batch:
        batch.drop_column("voice_id")

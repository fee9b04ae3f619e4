"""Facts that decide whether a read-back counts, yeses of single writers, and mails to be sent

What was typed as *changed there* goes: what a group changed is the wording that it agreed.
"""

from datetime import datetime, time, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("read_back") as batch:
        batch.add_column(sa.Column("met_until", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("read_id", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("objected_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("recorded_by", sa.String(length=40), nullable=True))
        batch.add_column(
            sa.Column("is_by_author", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch.create_foreign_key(
            op.f("fk_read_back_recorded_by"), "person", ["recorded_by"], ["id"], ondelete="SET NULL"
        )
        batch.create_index(op.f("ix_read_back_recorded_by"), ["recorded_by"])
        batch.drop_column("changes")
    with op.batch_alter_table("source") as batch:
        batch.add_column(sa.Column("added_at", sa.DateTime(), nullable=True))
    _say_when_meetings_were_over()
    _say_what_was_read()
    op.create_table(
        "own_yes",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("piece_id", sa.String(length=40), nullable=False),
        sa.Column("wording_id", sa.String(length=40), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=40), nullable=True),
        sa.Column("is_by_author", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_own_yes_piece_id")),
        sa.ForeignKeyConstraint(["wording_id"], ["wording.id"], name=op.f("fk_own_yes_wording_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_own_yes_recorded_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"],
            ["person.id"],
            name=op.f("fk_own_yes_confirmed_by"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_yes")),
    )
    for column in ("piece_id", "wording_id", "recorded_by", "confirmed_by"):
        op.create_index(op.f(f"ix_own_yes_{column}"), "own_yes", [column])
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("not_after", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_outgoing_mail_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    op.create_index(op.f("ix_outgoing_mail_person_id"), "outgoing_mail", ["person_id"])


def downgrade() -> None:
    op.drop_table("outgoing_mail")
    op.drop_table("own_yes")
    with op.batch_alter_table("source") as batch:
        batch.drop_column("added_at")
    with op.batch_alter_table("read_back") as batch:
        batch.add_column(sa.Column("changes", sa.Text(), server_default="", nullable=False))
        batch.drop_index(op.f("ix_read_back_recorded_by"))
        batch.drop_constraint(op.f("fk_read_back_recorded_by"), type_="foreignkey")
        for name in ("is_by_author", "recorded_by", "objected_on", "read_id", "met_until"):
            batch.drop_column(name)


def _say_when_meetings_were_over() -> None:
    """Fill `met_until`, as `domain.checking.over_at` computes it; None was not closed."""
    rows = sa.text(
        "SELECT read_back.id, read_back.day, session.closed_at FROM read_back "
        "JOIN session ON session.id = read_back.session_id WHERE session.state = 'closed'"
    ).columns(id=sa.String(), day=sa.Date(), closed_at=sa.DateTime())
    table = sa.table("read_back", sa.column("id"), sa.column("met_until", sa.DateTime()))
    for row in op.get_bind().execute(rows).all():
        end = datetime.combine(row.day + timedelta(days=1), time())
        over_at = min(row.closed_at, end) if row.closed_at else end
        op.execute(sa.update(table).where(table.c.id == row.id).values(met_until=over_at))


def _say_what_was_read() -> None:
    """Fill `read_id` where a wording came out of a meeting: the wording before it was read."""
    op.execute(
        "UPDATE read_back SET read_id = ("
        "SELECT before.id FROM wording AS agreed JOIN wording AS before "
        "ON before.piece_id = agreed.piece_id AND before.number = agreed.number - 1 "
        "WHERE agreed.id = read_back.wording_id AND agreed.made_in = 'read back')"
    )

"""Handles of people, links that let somebody into one partnership alone, and whom a mail is about

A person's id would tell where else their address is known, so pages name people by a handle that is
a partnership's own. Links that people made for others, and sign-ins with them, end: they let people
into every partnership.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_SIGN_INS = ("sign_in_link", "sign_in")
_MISSING = """
    INSERT INTO known_as (person_id, partnership_id, name, email)
    SELECT DISTINCT membership.person_id, membership.partnership_id, person.name, person.email
    FROM membership JOIN person ON person.id = membership.person_id
    WHERE NOT EXISTS (
        SELECT 1 FROM known_as WHERE known_as.person_id = membership.person_id
        AND known_as.partnership_id = membership.partnership_id
    )
"""


def upgrade() -> None:
    for table in _SIGN_INS:
        op.execute(f"DELETE FROM {table} WHERE let_in_by IS NOT NULL")  # noqa: S608 - our names
        _add_partnership(table, "only_in")
    _add_partnership("outgoing_mail", "partnership_id")
    with op.batch_alter_table("known_as") as batch:
        batch.add_column(sa.Column("handle", sa.String(length=40), nullable=True))
    op.execute(_MISSING)
    _make_handles()
    with op.batch_alter_table("known_as") as batch:
        batch.alter_column("handle", existing_type=sa.String(length=40), nullable=False)
        batch.create_unique_constraint(op.f("uq_known_as_handle"), ["handle"])


def downgrade() -> None:
    with op.batch_alter_table("known_as") as batch:
        batch.drop_constraint(op.f("uq_known_as_handle"), type_="unique")
        batch.drop_column("handle")
    _drop_partnership("outgoing_mail", "partnership_id")
    for table in _SIGN_INS:
        _drop_partnership(table, "only_in")


def _add_partnership(table: str, column: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column(column, sa.String(length=40), nullable=True))
        batch.create_foreign_key(op.f(f"fk_{table}_{column}"), "partnership", [column], ["id"])
        batch.create_index(op.f(f"ix_{table}_{column}"), [column])


def _drop_partnership(table: str, column: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_index(op.f(f"ix_{table}_{column}"))
        batch.drop_constraint(op.f(f"fk_{table}_{column}"), type_="foreignkey")
        batch.drop_column(column)


def _make_handles() -> None:
    names = ("person_id", "partnership_id", "handle")
    known = sa.table("known_as", *(sa.column(each) for each in names))
    rows = op.get_bind().execute(sa.select(known.c.person_id, known.c.partnership_id)).all()
    for row in rows:
        own = (known.c.person_id == row.person_id) & (known.c.partnership_id == row.partnership_id)
        op.execute(sa.update(known).where(own).values(handle=secrets.token_hex(16)))

"""Readers of held notes, frozen for each board

Boards that stand already named who hosted their group when they were built; nobody stored who that
was. The people who may read now are frozen: nobody loses a session that they have been reading,
and nobody gains one from here on.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_BUILT = "SELECT id, partnership_id, community_id FROM session WHERE state != 'planned'"
_PEOPLE = """
    SELECT DISTINCT person.id, person.name, person.id IN (
        SELECT person_id FROM membership
        WHERE partnership_id = :partnership AND role = 'learning partner'
        AND (community_id IS NULL OR community_id = :community)
    ) AS is_learning
    FROM person JOIN membership ON membership.person_id = person.id
    WHERE membership.partnership_id = :partnership
    AND (membership.community_id IS NULL OR membership.community_id = :community)
    AND membership.role IN ('convenor', 'facilitator', 'learning partner')
    ORDER BY person.name
"""


def upgrade() -> None:
    table = op.create_table(
        "held_reader",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_held_reader_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_held_reader")),
    )
    connection = op.get_bind()
    for row in _readers(connection):
        connection.execute(sa.insert(table).values(**row))


def downgrade() -> None:
    op.drop_table("held_reader")


def _readers(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    for session in connection.execute(sa.text(_BUILT)).mappings().all():
        here = {"partnership": session["partnership_id"], "community": session["community_id"]}
        found = connection.execute(sa.text(_PEOPLE), here).mappings().all()
        readers = sorted(found, key=lambda each: bool(each["is_learning"]))
        first = [each["name"].split()[0] for each in readers]
        for number, (each, given) in enumerate(zip(readers, first, strict=True)):
            name = given if first.count(given) == 1 else each["name"]
            yield {
                "session_id": session["id"],
                "person_id": each["id"],
                "number": number,
                "name": name,
            }

"""One memory a partnership: communities have none to themselves any more

The tables of such memories are remembered until a sync has named the rows of ours in them. Of a row
that was on its way between two memories it is known that its values may not have come along.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_MOVES = ("StartMoving", "MoveRow", "FinishMoving")
_UNFINISHED = ("open", "in doubt")


def upgrade() -> None:
    op.create_table(
        "former_table",
        sa.Column("data_source_id", sa.String(length=40), nullable=False),
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_former_table_partnership_id_partnership"),
        ),
        sa.PrimaryKeyConstraint("data_source_id", name=op.f("pk_former_table")),
    )
    op.create_index(op.f("ix_former_table_partnership_id"), "former_table", ["partnership_id"])
    _remember_tables()
    _end_moves()
    _drop_writes()
    op.drop_index(op.f("ix_own_place_partnership_id"), table_name="own_place")
    op.drop_table("own_place")
    op.drop_table("own_parent")


def downgrade() -> None:
    op.create_table(
        "own_parent",
        sa.Column("community_id", sa.String(length=40), nullable=False),
        sa.Column("page_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_own_parent_community_id_community")
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_own_parent")),
    )
    op.create_table(
        "own_place",
        sa.Column("community_id", sa.String(length=40), nullable=False),
        sa.Column("partnership_id", sa.String(length=40), nullable=False),
        sa.Column("parent_page_id", sa.String(length=40), nullable=False),
        sa.Column("memory_page_id", sa.String(length=40), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("is_left", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_own_place_community_id_community")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnership.id"],
            name=op.f("fk_own_place_partnership_id_partnership"),
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_own_place")),
    )
    op.create_index(op.f("ix_own_place_partnership_id"), "own_place", ["partnership_id"])
    op.drop_index(op.f("ix_former_table_partnership_id"), table_name="former_table")
    op.drop_table("former_table")


def _table(name: str, **columns: Any) -> sa.TableClause:
    return sa.table(name, *(sa.column(each, type_) for each, type_ in columns.items()))


def _remember_tables() -> None:
    """Remember the tables of memories in which rows of ours may stand."""
    places = _table(
        "own_place", partnership_id=sa.String(), sources=sa.JSON(), is_left=sa.Boolean()
    )
    former = _table("former_table", data_source_id=sa.String(), partnership_id=sa.String())
    for row in op.get_bind().execute(sa.select(places).where(places.c.is_left.is_(False))).all():
        for source in row.sources.values():
            op.execute(
                sa.insert(former).values(
                    data_source_id=source["data_source_id"], partnership_id=row.partnership_id
                )
            )


def _end_moves() -> None:
    """Treat rows that were being moved as those that people moved, and forget the steps of moves.

    What such a row lacks is written again, and is nobody's edit.
    """
    links = _table("link", id=sa.String(), extras=sa.JSON())
    for row in op.get_bind().execute(sa.select(links)).all():
        if "moving" in row.extras:
            kept = {name: text for name, text in row.extras.items() if name != "moving"}
            extras = {"where": "moved elsewhere", **kept}
            op.execute(sa.update(links).where(links.c.id == row.id).values(extras=extras))
    steps = _table("sync_step", action=sa.String())
    op.execute(sa.delete(steps).where(steps.c.action.in_(_MOVES)))


def _drop_writes() -> None:
    """Look no more for what unfinished writes made in such memories."""
    intents = _table(
        "intent", id=sa.String(), kind=sa.String(), state=sa.String(), payload=sa.JSON()
    )
    unfinished = sa.select(intents).where(intents.c.state.in_(_UNFINISHED))
    for row in op.get_bind().execute(unfinished).all():
        if row.kind == "move_page" or row.payload.get("community"):
            op.execute(sa.update(intents).where(intents.c.id == row.id).values(state="failed"))

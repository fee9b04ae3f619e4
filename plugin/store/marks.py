"""Marks a database as a demo's, in which anybody may sign in as anybody; a real one never is."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.errors import BadInput
from plugin.store import tables as t
from plugin.store.database import Database, Tx

_DEMO = "demo"


def mark_demo(db: Database) -> None:
    """Mark a database as a demo's; harmless to repeat."""
    with db.begin() as tx:
        _mark(tx)


def empty_for_demo(db: Database) -> None:
    """Give a demo an empty database; raise BadInput for one with people that is not a demo's."""
    if db.revision() is not None:
        with db.read() as tx:
            is_free = _is_marked(tx) or not _has_people(tx)
        if not is_free:
            raise BadInput(
                "People are in this database, and it is not a demo's. Nothing was changed. Give "
                "--database the address of an empty one."
            )
        db.downgrade("base")
    db.upgrade()
    mark_demo(db)


def require_demo(db: Database) -> None:
    """Return if a database is a demo's, and mark an empty one; raise BadInput for any other."""
    with db.begin() as tx:
        if _is_marked(tx):
            return
        if not _has_people(tx):
            _mark(tx)
            return
    raise BadInput(
        "HEDGEROW_DEMO lets anybody sign in as anybody, and this database is not a demo's. Nothing "
        "was started or changed. Unset HEDGEROW_DEMO, or point HEDGEROW_DATA at an empty folder."
    )


def _has_people(tx: Tx) -> bool:
    return tx.execute(sa.select(t.person.c.id).limit(1)).first() is not None


def _is_marked(tx: Tx) -> bool:
    return tx.execute(sa.select(t.mark).where(t.mark.c.name == _DEMO)).first() is not None


def _mark(tx: Tx) -> None:
    if not _is_marked(tx):
        tx.execute(sa.insert(t.mark).values(name=_DEMO))

"""Which people wrote the addresses of which others, until somebody confirms that they are two.

These rows outlive the places of both, since what somebody wrote outlives them too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa

from plugin.domain.same_person import AddressWriters
from plugin.store import tables as t
from plugin.store.database import Tx


def add(
    tx: Tx, new_id: Callable[[], str], partnership_id: str, person_id: str, by: Iterable[str]
) -> None:
    """Store who may have written a person's address; whoever wrote their own adds nobody."""
    known = of(tx, partnership_id).by_person.get(person_id, frozenset())
    for writer in sorted(set(by) - known - {person_id}):
        tx.execute(
            sa.insert(t.address_writer).values(
                id=new_id(), partnership_id=partnership_id, person_id=person_id, written_by=writer
            )
        )


def note_replaced(
    tx: Tx, partnership_id: str, person_id: str, by: Iterable[str], at: datetime
) -> None:
    """Store that an address that these people wrote took the place of another one."""
    own = _of(partnership_id, person_id) & t.address_writer.c.written_by.in_(list(by))
    tx.execute(sa.update(t.address_writer).where(own).values(replaced_at=at))


def of(tx: Tx, partnership_id: str) -> AddressWriters:
    """Return who wrote the addresses of a partnership's people, but for those confirmed since."""
    here = t.address_writer.c.partnership_id == partnership_id
    found: defaultdict[str, set[str]] = defaultdict(set)
    replaced: defaultdict[str, set[str]] = defaultdict(set)
    for row in tx.execute(sa.select(t.address_writer).where(here)):
        found[row.person_id].add(row.written_by)
        if row.replaced_at is not None:
            replaced[row.person_id].add(row.written_by)
    return AddressWriters(_frozen(found), _frozen(replaced))


def confirm(tx: Tx, partnership_id: str, person_id: str) -> None:
    """Forget who wrote a person's address: somebody else has confirmed that it is theirs."""
    tx.execute(sa.delete(t.address_writer).where(_of(partnership_id, person_id)))


def _of(partnership_id: str, person_id: str) -> sa.ColumnElement[bool]:
    kept = t.address_writer.c
    return (kept.partnership_id == partnership_id) & (kept.person_id == person_id)


def _frozen(found: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {each: frozenset(writers) for each, writers in found.items()}

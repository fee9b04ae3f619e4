"""Which people wrote the addresses of which others, until somebody confirms that they are two.

These rows outlive the places of both, since what somebody wrote outlives them too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.same_person import AddressWriters
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.engine import once

_WROTE, _CAME, _LEFT = "wrote", "came", "left"


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


def of(tx: Tx, partnership_id: str, also: Iterable[str] = ()) -> AddressWriters:
    """Return who wrote the addresses of a partnership's people, but for those confirmed since.

    With it comes who of them came when, and which of the writers left when, and of these people
    (`also`): one statement, since pages ask often.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    replaced: defaultdict[str, set[str]] = defaultdict(set)
    came: defaultdict[str, list[datetime | None]] = defaultdict(list)
    left: dict[str, datetime] = {}
    those = tuple(also)
    wanted = _written_came_left(partnership_id, those)
    rows = once(("writers", partnership_id, those), lambda: tx.execute(wanted).all())
    for what, person_id, writer, moment in rows:
        if what == _WROTE:
            found[person_id].add(writer)
            if moment is not None:
                replaced[person_id].add(writer)
        elif what == _CAME:
            came[person_id].append(moment)
        else:
            left[person_id] = moment
    return AddressWriters(
        _frozen(found),
        _frozen(replaced),
        {each: min(known) for each, given in came.items() if (known := _all_known(given))},
        {each: moment for each, moment in left.items() if each not in came},
    )


def _written_came_left(partnership_id: str, also: Iterable[str]) -> sa.CompoundSelect[Any]:
    """Select who wrote whose address, who has places since when, and who of these left when."""
    wrote, held, person = t.address_writer.c, t.membership.c, t.person.c
    writers = sa.select(wrote.written_by).where(wrote.partnership_id == partnership_id)
    asked = person.id.in_(writers) | person.id.in_(list(also))
    nobody = sa.cast(sa.null(), wrote.written_by.type)
    return sa.union_all(
        sa.select(sa.literal(_WROTE), wrote.person_id, wrote.written_by, wrote.replaced_at).where(
            wrote.partnership_id == partnership_id
        ),
        sa.select(sa.literal(_CAME), held.person_id, nobody, held.since).where(
            held.partnership_id == partnership_id
        ),
        sa.select(sa.literal(_LEFT), person.id, nobody, person.left_at).where(
            asked, person.left_at.is_not(None)
        ),
    )


def _all_known(given: Iterable[datetime | None]) -> list[datetime]:
    """Return these moments; none where one of them is longer ago than we know."""
    found = list(given)
    return [] if None in found else [each for each in found if each is not None]


def confirm(tx: Tx, partnership_id: str, person_id: str) -> None:
    """Forget who wrote a person's address: somebody else has confirmed that it is theirs."""
    tx.execute(sa.delete(t.address_writer).where(_of(partnership_id, person_id)))


def _of(partnership_id: str, person_id: str) -> sa.ColumnElement[bool]:
    kept = t.address_writer.c
    return (kept.partnership_id == partnership_id) & (kept.person_id == person_id)


def _frozen(found: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {each: frozenset(writers) for each, writers in found.items()}

"""Whom to look at in Notion, and when: one row a partnership, shared by all processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx

USUAL_COST = 3.0  # a look asks each of the three tables once


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRow:
    """A partnership that is looked after, and what its looks know; `_s` are seconds since 1970."""

    partnership_id: str
    credential: str
    is_open: bool = False
    cost: float = USUAL_COST
    quiet_looks: int = 0
    due_at_s: float = 0.0
    free_at_s: float = 0.0  # when its credential may ask again
    since: datetime | None = None  # when the last whole run began
    whole_at_s: float = 0.0
    ours: str | None = field(default=None, repr=False)  # a hash of our side as it was then

    @property
    def looked_at_s(self) -> float:
        """Return when it may be looked at next."""
        return max(self.due_at_s, self.free_at_s)


def unwatched(tx: Tx) -> tuple[str, ...]:
    """Return the partnerships with a place in Notion that nobody looks after yet."""
    known = sa.select(t.watch.c.partnership_id)
    wanted = sa.select(t.notion_place.c.partnership_id).where(
        t.notion_place.c.partnership_id.not_in(known)
    )
    return tuple(tx.execute(wanted.order_by(t.notion_place.c.partnership_id)).scalars())


def next_watch(tx: Tx) -> WatchRow | None:
    """Return who is to be looked at first, or None."""
    later = sa.case(
        (t.watch.c.due_at_s > t.watch.c.free_at_s, t.watch.c.due_at_s), else_=t.watch.c.free_at_s
    )
    row = tx.execute(
        sa.select(t.watch).order_by(later, t.watch.c.partnership_id).limit(1)
    ).one_or_none()
    return None if row is None else _watch(row)


def costs(tx: Tx, credential: str) -> dict[bool, float]:
    """Return what one look at each costs of whose calls count on an account: by `is_open`."""
    wanted = sa.select(t.watch.c.is_open, sa.func.sum(t.watch.c.cost).label("cost"))
    summed = wanted.where(t.watch.c.credential == credential).group_by(t.watch.c.is_open)
    return {row.is_open: row.cost for row in tx.execute(summed)}


def save(tx: Tx, watch: WatchRow) -> None:
    """Store what a look knows now."""
    values = asdict(watch)
    mine = t.watch.c.partnership_id == values.pop("partnership_id")
    if not tx.execute(sa.update(t.watch).where(mine).values(**values)).rowcount:
        tx.execute(sa.insert(t.watch).values(partnership_id=watch.partnership_id, **values))


def rest(tx: Tx, credential: str, free_at_s: float) -> None:
    """Leave an account alone until then."""
    own = t.watch.c.credential == credential
    tx.execute(sa.update(t.watch).where(own).values(free_at_s=free_at_s))


def forget(tx: Tx, partnership_id: str) -> None:
    """Look after somebody no more."""
    tx.execute(sa.delete(t.watch).where(t.watch.c.partnership_id == partnership_id))


def bring_back(tx: Tx, now_s: float, longest_s: float) -> None:
    """Let everything be due that lies further ahead than it ever may: a clock was set back."""
    for column in (t.watch.c.due_at_s, t.watch.c.free_at_s, t.watch.c.whole_at_s):
        beyond = sa.update(t.watch).where(column > now_s + longest_s)
        tx.execute(beyond.values({column.name: now_s}))


def _watch(row: Any) -> WatchRow:
    fields: Mapping[str, Any] = row._mapping
    return WatchRow(**fields)

"""The row of each credential in which its next free moment is kept, shared by all processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.postgres import lock_name

_VALUES = ("vendor", "free_at", "held_until", "window", "spent", "spent_before")
_COLUMNS = tuple(t.turn.c[name] for name in _VALUES)
_READ = sa.select(*_COLUMNS).where(t.turn.c.credential == sa.bindparam("asked"))
_CHANGE = (
    sa.update(t.turn)
    .where(t.turn.c.credential == sa.bindparam("asked"))
    .values({name: sa.bindparam(f"new_{name}") for name in _VALUES})
)


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A credential's next free moment, until when it is held, and what was spent of its limit."""

    free_at: float
    held_until: float
    vendor: str = ""
    window: float = 0.0
    spent: float = 0.0
    spent_before: float = 0.0


def turn(tx: Tx, credential: str) -> TurnRow | None:
    """Return what is known of a credential; its moments are seconds since 1970.

    Nobody else can change it until the transaction ends.
    """
    lock_name(tx, f"turn {credential}")
    return read_turn(tx, credential)


def read_turn(tx: Tx, credential: str) -> TurnRow | None:
    """Return the same as `turn`, for whoever changes nothing."""
    row = tx.execute(_READ, {"asked": credential}).one_or_none()
    return None if row is None else TurnRow(**row._mapping)


def turns(tx: Tx) -> Mapping[str, tuple[TurnRow, ...]]:
    """Return all that is known, by vendor."""
    rows = [TurnRow(**row._mapping) for row in tx.execute(sa.select(*_COLUMNS))]
    return {
        vendor: tuple(each for each in rows if each.vendor == vendor)
        for vendor in {each.vendor for each in rows}
    }


def save_turn(tx: Tx, credential: str, row: TurnRow) -> None:
    """Store what is known of a credential."""
    values = {f"new_{name}": value for name, value in asdict(row).items()}
    if tx.execute(_CHANGE, {"asked": credential, **values}).rowcount == 0:
        tx.execute(sa.insert(t.turn).values(credential=credential, **asdict(row)))

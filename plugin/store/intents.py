"""Remote writes that we have decided on, kept until their outcome is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.remote_writes import Intent, IntentState
from plugin.store import tables as t
from plugin.store.database import Tx

_UNFINISHED = (IntentState.OPEN.value, IntentState.IN_DOUBT.value)


_IS_UNFINISHED = t.intent.c.state.in_(_UNFINISHED)
# Made once: every remote write uses them, and making them takes longer than running them.
_CLOSE = sa.update(t.intent).where(t.intent.c.id == sa.bindparam("of"), _IS_UNFINISHED)
_ALL_LEFT = sa.select(t.intent).where(_IS_UNFINISHED).order_by(t.intent.c.made_at, t.intent.c.id)
_LEFT = _ALL_LEFT.where(t.intent.c.subject == sa.bindparam("about"))
_SAME = sa.exists().where(
    t.intent.c.subject == sa.bindparam("subject"), t.intent.c.key == sa.bindparam("key")
)
_NEW = sa.select(*(sa.bindparam(each.name, type_=each.type) for each in t.intent.c))
_ADD = (
    sa.insert(t.intent)
    .from_select([each.name for each in t.intent.c], _NEW.where(~_SAME.where(_IS_UNFINISHED)))
    .execution_options(preserve_rowcount=True)  # of an insert it is forgotten otherwise
)


def add(tx: Tx, intent: Intent) -> bool:
    """Record an intent before it is sent, unless one of its key is unfinished; say if it was."""
    values = {
        "id": intent.id,
        "kind": intent.kind,
        "subject": intent.subject,
        "key": intent.key,
        "payload": dict(intent.payload),
        "state": intent.state.value,
        "made_at": intent.made_at,
        "outcome": {},
    }
    return tx.execute(_ADD, values).rowcount == 1


def close(tx: Tx, intent_id: str, state: IntentState, outcome: Mapping[str, Any]) -> None:
    """Record an outcome, unless there is one; a closed intent keeps no payload.

    So no words outlive their note, and whoever answers late opens nothing that was closed.
    """
    values: dict[str, Any] = {"state": state.value, "outcome": dict(outcome)}
    if state in (IntentState.DONE, IntentState.FAILED):
        values["payload"] = {}
    tx.execute(_CLOSE, {"of": intent_id, **values})


def forget_closed_of(tx: Tx, subject: str, kind: str) -> None:
    """Forget writes of one kind about something that were closed: they say when each was sent."""
    own = t.intent.c
    about = (own.subject == subject) & (own.kind == kind)
    tx.execute(sa.delete(t.intent).where(about, own.state.not_in(_UNFINISHED)))


def forget_closed(tx: Tx, before: datetime, most: int) -> int:
    """Forget writes that were closed, and decided on before a moment; return how many went."""
    old = sa.select(t.intent.c.id).where(
        t.intent.c.made_at < before, t.intent.c.state.not_in(_UNFINISHED)
    )
    ids = tx.execute(old.limit(most)).scalars().all()
    tx.execute(sa.delete(t.intent).where(t.intent.c.id.in_(ids)))
    return len(ids)


def was_dropped(tx: Tx, subject: str, kinds: Collection[str], since: datetime) -> bool:
    """Say whether a write of these kinds was looked for and not found since a moment."""
    wanted = sa.select(t.intent.c.outcome).where(
        t.intent.c.subject == subject,
        t.intent.c.kind.in_(kinds),
        t.intent.c.state == IntentState.FAILED.value,
        t.intent.c.made_at >= since,
    )
    return any("looked" in row.outcome for row in tx.execute(wanted))


def unfinished(tx: Tx, subject: str | None = None) -> tuple[Intent, ...]:
    """Return the intents that were left open or in doubt, oldest first."""
    if subject is None:
        rows = tx.execute(_ALL_LEFT).all()
    else:
        rows = tx.execute(_LEFT, {"about": subject}).all()
    return tuple(
        Intent(
            id=row.id,
            kind=row.kind,
            subject=row.subject,
            key=row.key,
            payload=row.payload,
            state=IntentState(row.state),
            made_at=row.made_at,
            outcome=row.outcome,
        )
        for row in rows
    )

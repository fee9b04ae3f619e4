"""The steps of a running session that were begun; they are forgotten when it is closed."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.domain.live_steps import LiveStep
from plugin.domain.rounds import Round
from plugin.store import tables as t
from plugin.store.database import Tx

_LIVE_STEP = t.live_step
_OF = _LIVE_STEP.c.session_id == sa.bindparam("of")
_STEPS_OF = sa.select(_LIVE_STEP).where(_OF).order_by(_LIVE_STEP.c.number)  # made once: asked often


def live_steps(tx: Tx, session_id: str) -> tuple[LiveStep, ...]:
    """Return the steps that were begun, by number; the last one is current."""
    rows = tx.execute(_STEPS_OF, {"of": session_id}).all()
    return tuple(
        LiveStep(
            number=row.number,
            began_at=row.began_at,
            added_minutes=row.added_minutes,
            round=Round(row.round_people, row.round_heard) if row.round_people else None,
            told=row.told or "",
            told_since=row.told_since,
        )
        for row in rows
    )


def save_live_steps(tx: Tx, session_id: str, steps: tuple[LiveStep, ...]) -> None:
    """Store the steps that were begun, in place of those that were stored."""
    forget_live_steps(tx, session_id)
    for step in steps:
        values = {
            "number": step.number,
            "began_at": step.began_at,
            "added_minutes": step.added_minutes,
            "round_people": step.round.people if step.round else 0,
            "round_heard": step.round.heard if step.round else 0,
            "told": step.told,
            "told_since": step.told_since,
        }
        tx.execute(sa.insert(_LIVE_STEP).values(session_id=session_id, **values))


def keep_told(tx: Tx, session_id: str, step: LiveStep) -> None:
    """Let what a step says of its dots be told until its twenty seconds are over."""
    here = (_LIVE_STEP.c.session_id == session_id) & (_LIVE_STEP.c.number == step.number)
    told = {"told": step.told, "told_since": step.told_since}
    tx.execute(sa.update(_LIVE_STEP).where(here).values(**told))


def forget_live_steps(tx: Tx, session_id: str) -> None:
    """Forget when the steps of a session were begun."""
    tx.execute(sa.delete(_LIVE_STEP).where(_LIVE_STEP.c.session_id == session_id))

"""The last changes that each person made at a desk, so that they can be undone."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from plugin.domain.clusters import STEPS_KEPT, DeskStep, Placement
from plugin.store import tables as t
from plugin.store.database import Tx


def remember(tx: Tx, step_id: str, person_id: str, community_id: str, step: DeskStep) -> None:
    """Store what somebody changed; the oldest of more than `STEPS_KEPT` is forgotten."""
    own = _own(person_id, community_id)
    last = tx.execute(sa.select(sa.func.max(t.desk_step.c.number)).where(own)).scalar() or 0
    tx.execute(sa.delete(t.desk_step).where(own, t.desk_step.c.number <= last + 1 - STEPS_KEPT))
    tx.execute(
        sa.insert(t.desk_step).values(
            id=step_id,
            community_id=community_id,
            person_id=person_id,
            number=last + 1,
            changes={
                "put": [_listed(each) for each in step.put],
                "taken": [_listed(each) for each in step.taken],
                "made": step.made,
                "read": list(step.read),
                "reworded": step.reworded,
                "version": step.version,
                "theme": step.theme,
                "themed": list(step.themed),
                "unthemed": list(step.unthemed),
                "aside": list(step.aside),
                "under": [list(each) for each in step.under],
                "judged": [list(each) for each in step.judged],
            },
            before=step.before,
        )
    )


def last_step(tx: Tx, person_id: str, community_id: str) -> tuple[str, DeskStep] | None:
    """Return what somebody changed last, with its id, or None."""
    wanted = sa.select(t.desk_step).where(_own(person_id, community_id))
    row = tx.execute(wanted.order_by(t.desk_step.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else (row.id, _step(row))


def forget(tx: Tx, step_id: str) -> None:
    """Forget a change that was undone."""
    tx.execute(sa.delete(t.desk_step).where(t.desk_step.c.id == step_id))


def _own(person_id: str, community_id: str) -> sa.ColumnElement[bool]:
    own = t.desk_step.c
    return (own.person_id == person_id) & (own.community_id == community_id)


def _listed(place: Placement) -> list[object]:
    return [place.cluster_id, place.note_id, place.number]


def _step(row: Any) -> DeskStep:
    changes = row.changes
    return DeskStep(
        put=tuple(Placement(*each) for each in changes["put"]),
        taken=tuple(Placement(*each) for each in changes["taken"]),
        made=changes["made"],
        read=tuple(changes["read"]),
        reworded=changes["reworded"],
        version=changes["version"],
        theme=changes.get("theme", ""),
        themed=tuple(changes.get("themed", ())),
        unthemed=tuple(changes.get("unthemed", ())),
        aside=tuple(changes.get("aside", ())),
        under=tuple((note_id, under) for note_id, under in changes.get("under", ())),
        judged=tuple((piece_id, number) for piece_id, number in changes.get("judged", ())),
        before=row.before,
    )

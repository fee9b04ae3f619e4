"""What every open panel asks for every few seconds: one statement, made once.

Making a statement takes as long as sending it, and there are as many panels as boards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.live_steps import LiveStep
from plugin.domain.rounds import Round
from plugin.domain.taking_part import StickyState
from plugin.store import tables as t
from plugin.store.database import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelMarks:
    """Where a session stands, without a word of it: what differs when a panel must look again."""

    step: LiveStep | None
    collected_at: datetime | None
    asked: str  # of the questions that wait for a person: how many, and the newest
    quiet_boxes: int
    by_phone: (
        str  # notes that wait for their board, are held back, or are to be talked about; dots shown
    )
    dots: int  # that nobody has shown yet
    join_code: str | None
    all: str  # as one text, with where the session and its jobs stand


def panel_marks(tx: Tx, session_id: str) -> PanelMarks:
    """Return the marks of a session."""
    row = tx.execute(_MARKS, {"session_id": session_id}).one()
    has_step = row.number is not None
    return PanelMarks(
        step=LiveStep(
            number=row.number,
            began_at=row.began_at,
            added_minutes=row.added_minutes,
            round=Round(row.round_people, row.round_heard) if row.round_people else None,
        )
        if has_step
        else None,
        collected_at=row.collected_at,
        asked=f"{row.brakes} {row.brake} {row.copies} {row.copy}",
        quiet_boxes=row.quiet_boxes,
        by_phone=f"{row.stickies} {row.held_back} {row.dots} {row.talks}",
        dots=row.open_dots,
        join_code=row.join_code,
        all=" ".join(map(str, row)),
    )


def _of(column: sa.Column[object]) -> sa.ColumnElement[bool]:
    """Say that a row is of the session that is asked for."""
    return column == sa.bindparam("session_id")


def _statement() -> sa.Select[tuple[object, ...]]:
    step, brake, copy = t.live_step.c, t.brake.c, t.suspected_copy.c
    waits = sa.and_(_of(brake.session_id), brake.answer.is_(None))
    unsure = sa.and_(_of(copy.session_id), copy.is_meant.is_(None))
    boxes, code = t.quiet_box.c.session_id, t.join_link.c
    last = [
        sa.select(each)
        .where(_of(step.session_id))
        .order_by(step.number.desc())
        .limit(1)
        .scalar_subquery()
        .label(each.name)
        for each in (
            *(step.number, step.began_at, step.added_minutes),
            *(step.round_people, step.round_heard),
        )
    ]
    return sa.select(
        *last,
        sa.select(sa.func.max(t.capture.c.at))
        .where(_of(t.capture.c.session_id))
        .scalar_subquery()
        .label("collected_at"),
        *(
            sa.select(found).where(where).scalar_subquery().label(name)
            for name, found, where in (
                ("brakes", sa.func.count(), waits),
                ("brake", sa.func.max(brake.id), waits),
                ("copies", sa.func.count(), unsure),
                ("copy", sa.func.max(copy.item_hash), unsure),
                ("quiet_boxes", sa.func.count(), _of(boxes)),
                *_by_phone(),
                ("open_dots", sa.func.count(), _of(t.dot.c.session_id)),
                ("join_code", code.code, _of(code.session_id)),
                *_session_and_jobs(),
            )
        ),
    )


def _by_phone() -> tuple[tuple[str, sa.ColumnElement[Any], sa.ColumnElement[bool]], ...]:
    """Return what of notes by phone a panel shows: a number, and never of a quiet box."""
    sticky, note = t.phone_sticky.c, t.quiet_note.c
    waits = sa.and_(_of(sticky.session_id), sticky.state == StickyState.TO_PLACE.value)
    is_back = sa.and_(_of(note.session_id), note.is_held_back, note.returned_with.is_(None))
    return (
        ("stickies", sa.func.count(), waits),
        ("held_back", sa.func.count(), is_back),
        ("dots", sa.func.count(), _of(t.dot_count.c.session_id)),
        ("talks", sa.func.count(), _of(t.talk_wish.c.session_id)),
    )


def _session_and_jobs() -> tuple[tuple[str, sa.ColumnElement[Any], sa.ColumnElement[bool]], ...]:
    """Return what of a session, and of the jobs about it, a panel's answer follows from."""
    own, job = t.session.c, t.job.c
    is_open = sa.case((job.open_key.is_not(None), 1), else_=0)
    return (
        *((f"own_{each.name}", each, _of(own.id)) for each in (own.state, own.name, own.day)),
        ("jobs", sa.func.count(), _of(job.subject)),
        ("open_jobs", sa.func.sum(is_open), _of(job.subject)),
        ("asked_at", sa.func.max(job.asked_at), _of(job.subject)),
        ("ended_at", sa.func.max(job.ended_at), _of(job.subject)),
    )


_MARKS = _statement()

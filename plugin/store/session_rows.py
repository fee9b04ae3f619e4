"""Reads sessions out of rows of their table; a name that repeats held words is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from plugin.domain.agreements import SMALLEST_FOLD, Attribution, NoteLimits, Policy
from plugin.domain.days import long_day
from plugin.domain.labels import Label
from plugin.domain.overlap import Phrases
from plugin.domain.sessions import BoardPlan, Session, SessionState
from plugin.domain.text_search import fold
from plugin.languages import SessionLanguage
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.held_words import held_of


def sessions_of_rows(tx: Tx, rows: Iterable[Any]) -> tuple[Session, ...]:
    """Return the sessions that whole rows of the table hold, as they may be read."""
    stored = [_session(row) for row in rows]
    held = held_of(tx, {each.partnership_id for each in stored})
    return tuple(_shown(each, held[each.partnership_id]) for each in stored)


def last_language(tx: Tx, community_id: str) -> SessionLanguage:
    """Return the language of a community's latest session, English before the first."""
    own = sa.select(t.session.c.language).where(t.session.c.community_id == community_id)
    latest = own.order_by(t.session.c.day.desc(), t.session.c.id).limit(1)
    return SessionLanguage(tx.execute(latest).scalar() or SessionLanguage.ENGLISH)


def name_to_store(tx: Tx, given: Session) -> str:
    """Return the name of a session: its own, where what is shown for it was sent back."""
    wanted = sa.select(t.session.c.name, t.session.c.day).where(t.session.c.id == given.id)
    row = tx.execute(wanted).one_or_none()
    if row is None or row.name == given.name:
        return given.name
    stored = replace(given, name=row.name, day=row.day)
    held = held_of(tx, [given.partnership_id])[given.partnership_id]
    return row.name if _shown(stored, held).name == given.name else given.name


def _shown(stored: Session, held: Phrases | None) -> Session:
    """Return a session with a name and questions that may be read.

    Where held words stand in its name it is called by its day, and a box asks what its design asks.
    """
    if held is None:
        return stored
    if stored.on_board is not None and stored.on_board.questions:
        asked = {
            code: lines
            for code, lines in stored.on_board.questions.items()
            if not held.stand_in(fold("\n".join(lines)))
        }
        stored = replace(stored, on_board=replace(stored.on_board, questions=asked))
    if not held.stand_in(fold(stored.name)):
        return stored
    return replace(stored, name=f"Session, {long_day(stored.day)}")


def _session(row: Any) -> Session:
    return Session(
        id=row.id,
        partnership_id=row.partnership_id,
        community_id=row.community_id,
        name=row.name,
        meeting_kind=row.meeting_kind,
        day=row.day,
        state=SessionState(row.state),
        on_board=None if row.template_code is None else _on_board(row),
        closed_at=row.closed_at,
        language=SessionLanguage(row.language),
    )


def _on_board(row: Any) -> BoardPlan:
    return BoardPlan(
        template_code=row.template_code,
        policy=_policy(row.policy),
        is_short=row.is_short,
        collects_other_items=row.collects_other_items,
        questions={code: tuple(lines) for code, lines in (row.questions or {}).items()},
    )


def _policy(stored: Mapping[str, Any]) -> Policy:
    return Policy(
        {code: Label(label) for code, label in stored["labels"].items()},
        Attribution(stored["attribution"]),
        stored["take_back_days"],
        stored["held_days"],
        tuple(stored["rules"]),
        stored["agreement_version"],
        # Sessions that were planned before there were limits have none.
        NoteLimits(stored.get("kept_days"), stored.get("smallest_group", SMALLEST_FOLD)),
    )

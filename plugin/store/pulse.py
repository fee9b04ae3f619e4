"""How a session was: answers in no order of time until Close, then a spread that stays as it is."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.erasure_log import Went
from plugin.domain.overlap import phrases_of
from plugin.domain.pulse import (
    PulseAnswer,
    PulseQuestion,
    Spread,
    Tap,
    ThingToChange,
)
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.gone_words import remember_runs
from plugin.store.legal_holds import kept_sessions


@dataclass(frozen=True, slots=True)
class ThingSaid:
    """What one person would change: where, in which words, and the first day it could be said."""

    community_id: str
    words: str
    day: date


_ANSWER, _SPREAD, _CHANGE = t.pulse_answer, t.pulse_spread, t.thing_to_change


def answers(tx: Tx, session_id: str) -> tuple[PulseAnswer, ...]:
    """Return what people said of an open session."""
    wanted = sa.select(_ANSWER).where(_ANSWER.c.session_id == session_id)
    return tuple(_answer(row) for row in tx.execute(wanted.order_by(_ANSWER.c.own_hash)))


def save_answers(tx: Tx, session_id: str, given: Iterable[PulseAnswer]) -> None:
    """Store all answers of a session in place of what was stored, in random order."""
    rows = [
        {
            "own_hash": each.own_hash,
            "session_id": session_id,
            **{question.value: each.tap(question) for question in PulseQuestion},
            "change": each.change,
        }
        for each in given
    ]
    random.SystemRandom().shuffle(rows)
    tx.execute(sa.delete(_ANSWER).where(_ANSWER.c.session_id == session_id))
    if rows:
        tx.execute(sa.insert(_ANSWER), rows)


def publish(
    tx: Tx, session_id: str, spreads: Iterable[Spread], things: Iterable[ThingToChange]
) -> None:
    """Store what is left of the answers of a session that is closed, in random order; once."""
    save_answers(tx, session_id, ())
    counts = [
        {
            "session_id": session_id,
            "question": each.question.value,
            **{tap.value: many for tap, many in each.rows},
        }
        for each in spreads
    ]
    if counts:
        tx.execute(sa.insert(_SPREAD), counts)
    said = [
        {
            "own_hash": each.own_hash,
            "session_id": session_id,
            "words": each.words,
            "erase_on": each.erase_on,
        }
        for each in things
    ]
    random.SystemRandom().shuffle(said)
    if said:
        tx.execute(sa.insert(_CHANGE), said)


def spreads(tx: Tx, session_id: str) -> tuple[Spread, ...]:
    """Return the spreads of a closed session, in the order in which the questions are asked."""
    wanted = sa.select(_SPREAD).where(_SPREAD.c.session_id == session_id)
    found = {row.question: row for row in tx.execute(wanted)}
    return tuple(
        Spread(each, found[each].yes, found[each].partly, found[each].no)
        for each in PulseQuestion
        if each in found
    )


def things_to_change(tx: Tx, session_id: str, today: date) -> tuple[ThingToChange, ...]:
    """Return what people would change next time, until the day on which it is erased."""
    wanted = sa.select(_CHANGE).where(
        _CHANGE.c.session_id == session_id, _CHANGE.c.erase_on > today
    )
    rows = tx.execute(wanted.order_by(_CHANGE.c.own_hash))
    return tuple(ThingToChange(row.own_hash, row.words, row.erase_on) for row in rows)


def with_things(tx: Tx, community_id: str, today: date) -> dict[str, tuple[str, ...]]:
    """Return the sessions of a group of which things to change are kept, each with their words."""
    wanted = (
        sa.select(_CHANGE.c.session_id, _CHANGE.c.words)
        .join(t.session, t.session.c.id == _CHANGE.c.session_id)
        .where(t.session.c.community_id == community_id, _CHANGE.c.erase_on > today)
        .order_by(_CHANGE.c.own_hash)
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in tx.execute(wanted):
        found[row.session_id] = (*found.get(row.session_id, ()), row.words)
    return found


def has_thing(tx: Tx, own_hash: str) -> bool:
    """Say whether something that this link said is kept after Close."""
    wanted = sa.select(_CHANGE.c.own_hash).where(_CHANGE.c.own_hash == own_hash)
    return tx.execute(wanted).first() is not None


def drop_thing(tx: Tx, own_hash: str) -> None:
    """Erase what one person would change, at once, and nothing beside it (`let_go`)."""
    note_gone(tx, Went.THING_TO_CHANGE, own_hash)
    tx.execute(sa.delete(_CHANGE).where(_CHANGE.c.own_hash == own_hash))
    tx.execute(sa.update(_ANSWER).where(_ANSWER.c.own_hash == own_hash).values(change=""))


def things_of(tx: Tx, own_hash: str) -> tuple[ThingSaid, ...]:
    """Return what one person said after Close that they would change."""
    return _said(tx, _CHANGE.c.own_hash == own_hash)


def due_things(tx: Tx, today: date) -> tuple[ThingSaid, ...]:
    """Return what people would change of which the day has come."""
    return _said(tx, _is_due(today))


def _said(tx: Tx, which: sa.ColumnElement[bool]) -> tuple[ThingSaid, ...]:
    own = t.session.c
    wanted = sa.select(own.community_id, _CHANGE.c.words, own.day, own.closed_at)
    wanted = wanted.join(t.session, own.id == _CHANGE.c.session_id)
    return tuple(
        ThingSaid(
            row.community_id,
            row.words,
            min(row.day, row.closed_at.date()) if row.closed_at else row.day,
        )
        for row in tx.execute(wanted.where(which, _CHANGE.c.words != ""))
    )


def forget_due_in_open(tx: Tx, session_ids: Collection[str], today: date) -> None:
    """Erase what people would change in sessions that are open after its day; their taps stay."""
    own = _ANSWER.c.session_id
    here = own.in_(list(session_ids)) & own.not_in(kept_sessions(today))
    tx.execute(sa.update(_ANSWER).where(here, _ANSWER.c.change != "").values(change=""))


def forget_due(tx: Tx, today: date) -> None:
    """Erase what people would change once its day has come, and nothing beside it (`let_go`)."""
    tx.execute(sa.delete(_CHANGE).where(_is_due(today)))


def _is_due(today: date) -> sa.ColumnElement[bool]:
    is_kept = _CHANGE.c.session_id.in_(kept_sessions(today))
    return (_CHANGE.c.erase_on <= today) & ~is_kept


def drop_repeating(tx: Tx, partnership_id: str, texts: Collection[str]) -> int:
    """Erase what repeats words that go from a partnership; return of how many people."""
    phrases = phrases_of(texts)
    here = sa.select(t.session.c.id).where(t.session.c.partnership_id == partnership_id)
    said = [
        *_saying(tx, _ANSWER.c.own_hash, _ANSWER.c.change, _ANSWER.c.session_id.in_(here)),
        *_saying(tx, _CHANGE.c.own_hash, _CHANGE.c.words, _CHANGE.c.session_id.in_(here)),
    ]
    gone = {own_hash: words for own_hash, words in said if phrases.stand_in(fold(words))}
    groups = sa.select(t.community.c.id).where(t.community.c.partnership_id == partnership_id)
    if gone:
        remember_runs(tx, tx.execute(groups).scalars().all(), phrases, gone.values())
    for each in gone:
        drop_thing(tx, each)
    return len(gone)


def _saying(
    tx: Tx, own: sa.Column[Any], words: sa.Column[Any], here: sa.ColumnElement[bool]
) -> list[tuple[str, str]]:
    rows = tx.execute(sa.select(own, words).where(here, words != ""))
    return [(str(row[0]), str(row[1])) for row in rows]


def _answer(row: Any) -> PulseAnswer:
    return PulseAnswer(
        row.own_hash, _tap(row.heard), _tap(row.free), _tap(row.worth), change=row.change
    )


def _tap(said: str | None) -> Tap | None:
    return None if said is None else Tap(said)

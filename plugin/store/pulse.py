"""How a session was: answers in no order of time until Close, then a spread that stays as it is."""

from __future__ import annotations

import random
import secrets
from collections.abc import Collection, Iterable
from datetime import date, datetime
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
from plugin.store import reviews
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.legal_holds import kept_sessions

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


def drop_thing(tx: Tx, own_hash: str, at: datetime) -> None:
    """Erase what one person would change, at once; a backup does not bring it back.

    Pieces that tell it are looked at again, as when a note goes: curators read it after Close.
    """
    _remember(tx, _CHANGE.c.own_hash == own_hash, at)
    _drop(tx, own_hash)


def _drop(tx: Tx, own_hash: str) -> None:
    note_gone(tx, Went.THING_TO_CHANGE, own_hash)
    tx.execute(sa.delete(_CHANGE).where(_CHANGE.c.own_hash == own_hash))
    tx.execute(sa.update(_ANSWER).where(_ANSWER.c.own_hash == own_hash).values(change=""))


def forget_due_in_open(tx: Tx, session_ids: Collection[str], today: date) -> None:
    """Erase what people would change in sessions that are open after its day; their taps stay."""
    own = _ANSWER.c.session_id
    here = own.in_(list(session_ids)) & own.not_in(kept_sessions(today))
    tx.execute(sa.update(_ANSWER).where(here, _ANSWER.c.change != "").values(change=""))


def forget_due(tx: Tx, today: date, at: datetime) -> None:
    """Erase what people would change once its day has come; no piece tells it any more."""
    is_kept = _CHANGE.c.session_id.in_(kept_sessions(today))
    is_due = (_CHANGE.c.erase_on <= today) & ~is_kept
    _remember(tx, is_due, at)
    tx.execute(sa.delete(_CHANGE).where(is_due))


def drop_repeating(tx: Tx, session_id: str, texts: Collection[str]) -> int:
    """Erase what repeats words of a note, in its partnership; return of how many people."""
    phrases = phrases_of(texts)
    own = sa.select(t.session.c.partnership_id).where(t.session.c.id == session_id)
    here = sa.select(t.session.c.id).where(t.session.c.partnership_id.in_(own))
    said = [
        *_saying(tx, _ANSWER.c.own_hash, _ANSWER.c.change, _ANSWER.c.session_id.in_(here)),
        *_saying(tx, _CHANGE.c.own_hash, _CHANGE.c.words, _CHANGE.c.session_id.in_(here)),
    ]
    gone = [own_hash for own_hash, words in said if phrases.stand_in(fold(words))]
    for each in gone:
        _drop(tx, each)
    return len(gone)


def _remember(tx: Tx, which: sa.ColumnElement[bool], at: datetime) -> None:
    """Store where pieces tell what goes, under names that lead to nobody, and open reviews."""
    wanted = sa.select(_CHANGE.c.session_id, _CHANGE.c.words).where(which, _CHANGE.c.words != "")
    for session_id, words in tx.execute(wanted).all():
        reviews.open_where_told(tx, session_id, {secrets.token_hex(16): [words]}, at)


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

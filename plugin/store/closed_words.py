"""Days for objections count only while everybody could read all of what was read back.

Words of a held note, or of a quote to which its writer said no, close a line or a reading to
whoever may object. The last day on which something of it was closed is kept with each read-back:
when words are closed in its days, and when they can be read again. `domain.checks` counts by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from plugin.domain.agreements import DAYS_TO_OBJECT
from plugin.domain.blankness import fold
from plugin.domain.days import begin_of
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.overlap import phrases_of
from plugin.store import tables as t
from plugin.store.database import Tx, today_of

_READ, _READING, _REVIEW = t.read_back.c, t.piece_reading.c, t.review.c


def follow_notes(tx: Tx, notes: Sequence[Note]) -> None:
    """Remember where words of notes of one session, as they stand now, are closed or open again."""
    texts = {each.text: each.label is Label.H for each in notes if each.text}
    if texts:
        _follow(tx, _beside(notes[0].session_id), texts.items())


def follow_quiet_words(tx: Tx, session_id: str, text: str, *, are_closed: bool) -> None:
    """Remember the same of words of a session that their writer alone sees, or has deleted."""
    _follow(tx, _beside(session_id), [(text, are_closed)])


def _beside(session_id: str) -> sa.Select[Any]:
    return sa.select(t.session.c.partnership_id).where(t.session.c.id == session_id)


def follow_words(
    tx: Tx, partnership_ids: Collection[str], texts: Iterable[str], *, are_closed: bool
) -> None:
    """Remember where words of these partnerships are closed from now on, or open again."""
    _follow(tx, list(partnership_ids), [(each, are_closed) for each in texts if each])


def _follow(
    tx: Tx, partnership_ids: sa.Select[Any] | list[str], texts: Iterable[tuple[str, bool]]
) -> None:
    asked = tx.execute(_asked(tx, partnership_ids)).all()
    if not asked:
        return
    told = list(texts)
    every = phrases_of(text for text, _ in told)
    closed = phrases_of(text for text, is_closed in told if is_closed)
    read = _read_with(tx, asked)
    found = [
        each.id for each in asked if (every if each.closed_on else closed).stand_in(read[each.id])
    ]
    if not found:
        return
    today = today_of(tx)
    tx.execute(sa.update(t.read_back).where(_READ.id.in_(found)).values(closed_on=today))
    link, until = t.objection_link.c, begin_of(today + timedelta(days=DAYS_TO_OBJECT + 1))
    those = link.read_back_id.in_(found) & (link.until < until)
    tx.execute(sa.update(t.objection_link).where(those).values(until=until))


def _asked(tx: Tx, partnership_ids: sa.Select[Any] | list[str]) -> sa.Select[Any]:
    """Select read-backs in their days for objections, or of which something was closed then."""
    since = today_of(tx) - timedelta(days=DAYS_TO_OBJECT)
    own, kept = t.wording.c, t.search_text.c
    return (
        sa.select(_READ.id, _READ.piece_id, _READ.closed_on, own.basis, kept.words)
        .join(t.wording, own.id == _READ.wording_id)
        .join(t.search_text, kept.owner_id == own.id)
        .join(t.piece, t.piece.c.id == _READ.piece_id)
        .where(t.piece.c.partnership_id.in_(partnership_ids))
        .where(
            sa.or_(
                _READ.day >= since,
                _READ.recorded_on >= since,
                _READ.closed_on.is_not(None),
                was_looked_at(_READ.piece_id, since),
            )
        )
    )


def was_looked_at(piece_id: sa.Column[str], since: date) -> sa.ColumnElement[bool]:
    """Say, in a select of pieces, whether one is looked at again, or was until some day."""
    is_settled = _REVIEW.settled_at.is_not(None) & (_REVIEW.settled_at < begin_of(since))
    late = sa.select(_REVIEW.piece_id).where(_REVIEW.piece_id == piece_id, ~is_settled)
    return late.exists()


def _read_with(tx: Tx, asked: Iterable[Any]) -> dict[str, str]:
    """Return all that is read of read-backs, as it is compared: words, and readings beside them."""
    rows = list(asked)
    is_beside = _READING.piece_id.in_({each.piece_id for each in rows})
    readings = tx.execute(sa.select(t.piece_reading).where(is_beside)).all()
    return {
        each.id: "\n".join(
            (
                each.words,
                *(
                    fold(f"{own.origin}\n{own.words}")
                    for own in readings
                    if own.piece_id == each.piece_id
                    and own.since <= each.basis
                    and (own.until is None or each.basis < own.until)
                ),
            )
        )
        for each in rows
    }

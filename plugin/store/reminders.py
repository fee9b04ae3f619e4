"""Addresses that are reminded and then forgotten; each beside its session alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.reminders import RemindedOf, Reminder
from plugin.languages import SessionLanguage
from plugin.store import tables as t
from plugin.store.database import Tx

_ADDRESS = t.reminder_address
_OWN = _ADDRESS.c


def addresses(tx: Tx, session_id: str, of: RemindedOf) -> frozenset[str]:
    """Return the addresses to be reminded of one thing in a session."""
    here = (_OWN.session_id == session_id) & (_OWN.remind_of == of.value)
    return frozenset(tx.execute(sa.select(_OWN.address).where(here)).scalars())


def add(tx: Tx, reminder: Reminder) -> None:
    """Store an address."""
    tx.execute(
        sa.insert(_ADDRESS).values(
            id=reminder.id,
            session_id=reminder.session_id,
            address=reminder.address,
            remind_of=reminder.of.value,
            is_told=reminder.is_told,
            forget_on=reminder.forget_on,
        )
    )


def of_writing(
    tx: Tx, last: date
) -> tuple[tuple[Reminder, SessionLanguage, str | None, date, date], ...]:
    """Return who is reminded of days for writing that end until a day.

    With the language of the session, its code, its day, and the last day for writing.
    """
    session = (t.session.c.language, t.join_link.c.code, t.session.c.day)
    wanted = (
        sa.select(_ADDRESS, *session, t.writing_window.c.until)
        .join(t.writing_window, t.writing_window.c.session_id == _OWN.session_id)
        .join(t.session, t.session.c.id == _OWN.session_id)
        .outerjoin(t.join_link, t.join_link.c.session_id == _OWN.session_id)
        .where(_OWN.remind_of == RemindedOf.WRITING.value, t.writing_window.c.until <= last)
        .order_by(_OWN.id)
    )
    return tuple(
        (_reminder(row), SessionLanguage(row.language), row.code, row.day, row.until)
        for row in tx.execute(wanted)
    )


def of_checking(
    tx: Tx, now: datetime
) -> tuple[tuple[Reminder, SessionLanguage, date, datetime], ...]:
    """Return who is reminded of a question that is open: with the session's day, and its end.

    Of several questions about notes of one session, the one that closes first.
    """
    closes = sa.func.min(t.question.c.closes_at).label("closes")
    asked = (
        sa.select(t.source.c.session_id.label("session_id"), closes)
        .join(t.question, t.question.c.piece_id == t.source.c.piece_id)
        .where(t.question.c.closes_at > now, t.source.c.until.is_(None))
        .group_by(t.source.c.session_id)
        .subquery()
    )
    wanted = (
        sa.select(_ADDRESS, t.session.c.language, t.session.c.day, asked.c.closes)
        .join(asked, asked.c.session_id == _OWN.session_id)
        .join(t.session, t.session.c.id == _OWN.session_id)
        .where(_OWN.remind_of == RemindedOf.CHECKING.value)
        .order_by(_OWN.id)
    )
    return tuple(
        (_reminder(row), SessionLanguage(row.language), row.day, row.closes)
        for row in tx.execute(wanted)
    )


def mark_told(tx: Tx, reminder_id: str) -> None:
    """Remember that the first of two mails was sent."""
    tx.execute(sa.update(_ADDRESS).where(_OWN.id == reminder_id).values(is_told=True))


def forget(tx: Tx, reminder_id: str) -> None:
    """Forget an address."""
    tx.execute(sa.delete(_ADDRESS).where(_OWN.id == reminder_id))


def forget_all(tx: Tx, session_id: str, of: RemindedOf) -> None:
    """Forget the addresses of one kind in a session."""
    here = (_OWN.session_id == session_id) & (_OWN.remind_of == of.value)
    tx.execute(sa.delete(_ADDRESS).where(here))


def forget_due(tx: Tx, today: date) -> None:
    """Forget addresses that nobody used until their day."""
    tx.execute(sa.delete(_ADDRESS).where(_OWN.forget_on <= today))


def _reminder(row: Any) -> Reminder:
    return Reminder(
        id=row.id,
        session_id=row.session_id,
        address=row.address,
        of=RemindedOf(row.remind_of),
        forget_on=row.forget_on,
        is_told=row.is_told,
    )

"""Boxes in which people write quietly, and the notes there that their writers alone see."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.domain.labels import Label
from plugin.domain.overlap import Phrases, lost_runs
from plugin.domain.quiet_writing import QuietNote, Readiness
from plugin.domain.sessions import SessionState
from plugin.store import tables as t
from plugin.store.closed_words import follow_quiet_words
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.gone_words import remember_runs
from plugin.store.held_words import look_again
from plugin.store.legal_holds import kept_sessions
from plugin.store.repeating import empty_repeating
from plugin.store.struck_texts import strike

_BOX, _NOTE = t.quiet_box, t.quiet_note
# Made once: every page on a phone asks, and making a statement takes as long as asking it.
_BOXES_OF = sa.select(_BOX.c.zone_code).where(_BOX.c.session_id == sa.bindparam("of"))
_NOTES_OF = sa.select(_NOTE).where(_NOTE.c.session_id == sa.bindparam("of")).order_by(_NOTE.c.id)


def quiet_boxes(tx: Tx, session_id: str) -> frozenset[str]:
    """Return the codes of the boxes in which people write quietly just now."""
    return frozenset(tx.execute(_BOXES_OF, {"of": session_id}).scalars())


def begin(tx: Tx, session_id: str, zone_code: str) -> None:
    """Let people write quietly in a box from now on."""
    end(tx, session_id, zone_code)
    tx.execute(sa.insert(_BOX).values(session_id=session_id, zone_code=zone_code))


def end(tx: Tx, session_id: str, zone_code: str) -> None:
    """Let notes of a box be seen from now on."""
    here = (_BOX.c.session_id == session_id) & (_BOX.c.zone_code == zone_code)
    tx.execute(sa.delete(_BOX).where(here))


def readiness_told(tx: Tx, session_id: str, since: datetime) -> dict[str, Readiness]:
    """Return what is told of quiet boxes since this full twenty seconds, by their codes."""
    wanted = sa.select(_BOX).where(_BOX.c.session_id == session_id, _BOX.c.told_since == since)
    return {row.zone_code: Readiness(row.told) for row in tx.execute(wanted)}


def keep_told(tx: Tx, session_id: str, since: datetime, state: Mapping[str, Readiness]) -> None:
    """Let this be told of quiet boxes until the twenty seconds are over."""
    for code, words in state.items():
        here = (_BOX.c.session_id == session_id) & (_BOX.c.zone_code == code)
        tx.execute(sa.update(_BOX).where(here).values(told=words.value, told_since=since))


def quiet_notes(tx: Tx, session_id: str) -> tuple[QuietNote, ...]:
    """Return the notes of a session that their writers alone see."""
    return tuple(_note(row) for row in tx.execute(_NOTES_OF, {"of": session_id}))


def quiet_note(tx: Tx, note_id: str) -> QuietNote | None:
    """Return a note that its writer alone sees, or None."""
    row = tx.execute(sa.select(_NOTE).where(_NOTE.c.id == note_id)).one_or_none()
    return None if row is None else _note(row)


def save_quiet_note(tx: Tx, note: QuietNote) -> None:
    """Store a note that its writer alone sees, or the words it has now; older words go."""
    older = tx.execute(sa.select(_NOTE.c.text).where(_NOTE.c.id == note.id)).scalar()
    if older is not None and older != note.text:
        note_gone(tx, Went.NOTE_FORGOTTEN, note.id)
        strike(tx, note.session_id, {note.id: lost_runs(older, note.text)})
        follow_quiet_words(tx, note.session_id, older, are_closed=False)
    if note.label is Label.H:
        follow_quiet_words(tx, note.session_id, note.text, are_closed=True)
    _remove(tx, note.id)
    tx.execute(
        sa.insert(_NOTE).values(
            id=note.id,
            session_id=note.session_id,
            zone_code=note.zone_code,
            label=note.label.value,
            kind=note.kind,
            text=note.text,
            author_hash=note.author_hash,
            own_hash=note.own_hash,
            erase_on=note.erase_on,
            written_at=note.written_at,
            is_waiting=note.is_waiting,
            is_held_back=note.is_held_back,
            returned_with=note.returned_with,
        )
    )


def forget_quiet_note(tx: Tx, note_id: str) -> bool:
    """Forget a note without a trace, and let no backup bring it back; say whether it was here."""
    wanted = sa.select(_NOTE.c.session_id, _NOTE.c.text).where(_NOTE.c.id == note_id)
    row = tx.execute(wanted).one_or_none()
    if row is not None:
        _forget(tx, row.session_id, note_id, row.text)
    return row is not None


def _forget(tx: Tx, session_id: str, note_id: str, text: str) -> None:
    note_gone(tx, Went.NOTE_FORGOTTEN, note_id)
    strike(tx, session_id, {note_id: (text,)})
    look_again(tx)
    follow_quiet_words(tx, session_id, text, are_closed=False)
    _remove(tx, note_id)


def no_longer_quiet(tx: Tx, note_id: str) -> None:
    """Take a note from those that their writers alone see, since it becomes one of the session."""
    _remove(tx, note_id)


def _remove(tx: Tx, note_id: str) -> None:
    tx.execute(sa.delete(_NOTE).where(_NOTE.c.id == note_id))


def due(tx: Tx, today: date) -> tuple[QuietNote, ...]:
    """Return quiet notes whose day has come, in a session that nobody closed."""
    return tuple(_note(row) for row in tx.execute(sa.select(_NOTE).where(_is_due(today))))


def forget_due(tx: Tx, today: date) -> None:
    """Erase quiet notes whose day has come, in a session that nobody closed."""
    tx.execute(sa.delete(_NOTE).where(_is_due(today)))


def _is_due(today: date) -> sa.ColumnElement[bool]:
    return (_NOTE.c.erase_on <= today) & ~_NOTE.c.session_id.in_(kept_sessions(today))


def forget_never_opened(tx: Tx, last: date, today: date) -> None:
    """Erase notes of sessions that never opened, and whose day was before a day.

    For those that a legal hold keeps it is their day all the same: nobody reads them longer.
    """
    own = t.session.c
    never = (own.state == SessionState.PLANNED.value) & (own.day < last)
    is_kept = _NOTE.c.session_id.in_(kept_sessions(today))
    here = _NOTE.c.session_id.in_(sa.select(own.id).where(never))
    tx.execute(sa.delete(_NOTE).where(here, ~is_kept))
    is_later = _NOTE.c.erase_on.is_(None) | (_NOTE.c.erase_on > today)
    tx.execute(sa.update(_NOTE).where(here, is_kept, is_later).values(erase_on=today))


def drop_repeating(tx: Tx, community_ids: Collection[str], phrases: Phrases) -> None:
    """Erase words with which notes of these groups were returned, where they repeat a note's."""
    sessions = sa.select(t.session.c.id).where(t.session.c.community_id.in_(list(community_ids)))
    here = _NOTE.c.session_id.in_(sessions)
    said: list[str] = []
    empty_repeating(tx, _NOTE.c.returned_with, _NOTE.c.id, here, phrases, said)
    remember_runs(tx, community_ids, phrases, said)


def taken_out(tx: Tx, session_id: str, zone_code: str | None = None) -> tuple[QuietNote, ...]:
    """Return the quiet notes of a box, or of all, in an order of chance; none is quiet any more.

    One that is held back is shown with no box. With all of them go those that were returned to
    their writers, who did not change them.
    """
    found = [
        each
        for each in quiet_notes(tx, session_id)
        if zone_code is None or (each.zone_code == zone_code and not each.is_held_back)
    ]
    random.SystemRandom().shuffle(found)
    for each in found:
        if each.returned_with is not None:
            _forget(tx, session_id, each.id, each.text)
        else:
            _remove(tx, each.id)
    for code in quiet_boxes(tx, session_id) if zone_code is None else (zone_code,):
        end(tx, session_id, code)
    return tuple(each for each in found if each.returned_with is None)


def _note(row: Any) -> QuietNote:
    return QuietNote(
        id=row.id,
        session_id=row.session_id,
        zone_code=row.zone_code,
        label=Label(row.label),
        kind=row.kind,
        text=row.text,
        author_hash=row.author_hash,
        own_hash=row.own_hash,
        erase_on=row.erase_on,
        written_at=row.written_at,
        is_waiting=row.is_waiting,
        is_held_back=row.is_held_back,
        returned_with=row.returned_with,
    )

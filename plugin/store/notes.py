"""Notes, their versions, and the brake's question.

Erasing here removes content and, on a stub, everything but zone, session, date and reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.domain.labels import Label
from plugin.domain.notes import Note, NoteState, NoteVersion
from plugin.domain.session_keys import SessionKey, is_instead
from plugin.domain.sessions import Brake
from plugin.domain.withdrawals import TakenBackBy
from plugin.store import desk_marks, identifier_decisions, legal_holds, reviews, search
from plugin.store import tables as t
from plugin.store import webhooks as stored_webhooks
from plugin.store.carried_refusals import carry_over
from plugin.store.closed_words import follow_notes
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.let_go import Dropped, let_go
from plugin.store.note_rows import note_of_row, values_of, values_of_version, version_of_row
from plugin.store.quotes import hide_unreadable
from plugin.store.readable_notes import may_be_read


def save_note(tx: Tx, note: Note, *, came_on: date | None = None) -> None:
    """Store a new or changed note as it stands; the older text of a change is overwritten.

    A new one `came_on` an earlier day where it was there before.
    """
    values = values_of(note)
    changed = tx.execute(sa.update(t.note).where(t.note.c.id == note.id).values(**values))
    if not changed.rowcount:
        tx.execute(sa.insert(t.note).values(**_new(note, came_on)))
    search.index_note(tx, note)
    hide_unreadable(tx, [note])
    follow_notes(tx, [note])


def add_notes(tx: Tx, notes: Sequence[Note]) -> None:
    """Store notes of one session that are new, many in one statement."""
    if notes:
        tx.execute(sa.insert(t.note), [_new(each) for each in notes])
        search.index_new_notes(tx, notes)
        follow_notes(tx, [each for each in notes if each.label is Label.H])


def _new(note: Note, came_on: date | None = None) -> dict[str, Any]:
    return {"id": note.id, "first_on": came_on or note.seen_at.date(), **values_of(note)}


def change_notes(tx: Tx, notes: Sequence[Note]) -> None:
    """Store notes of one session as they stand now, many in one statement; all are known."""
    if notes:
        tx.execute(_CHANGED, [{"its_id": each.id, **values_of(each)} for each in notes])
        search.forget(tx, [each.id for each in notes])
        search.index_new_notes(tx, notes)
        hide_unreadable(tx, notes)
        follow_notes(tx, notes)


_STAYS = ("id", "first_on")
_CHANGED = (
    sa.update(t.note)
    .where(t.note.c.id == sa.bindparam("its_id"))
    .values({each.name: sa.bindparam(each.name) for each in t.note.c if each.name not in _STAYS})
)


def add_version(tx: Tx, older: NoteVersion) -> None:
    """Keep the text that a note had before it changed after Close."""
    tx.execute(sa.insert(t.note_version).values(**values_of_version(older)))


def versions(tx: Tx, note_id: str) -> tuple[NoteVersion, ...]:
    """Return the older texts of a note, oldest first."""
    own = t.note_version.c
    wanted = sa.select(t.note_version).where(own.note_id == note_id).order_by(own.version)
    return tuple(version_of_row(row) for row in tx.execute(wanted))


def cut_versions_to(tx: Tx, session_id: str, moment: datetime) -> None:
    """Let the older texts of a session's notes say this moment as when they were seen."""
    of_session = sa.select(t.note.c.id).where(t.note.c.session_id == session_id)
    own = t.note_version.c
    tx.execute(sa.update(t.note_version).where(own.note_id.in_(of_session)).values(seen_at=moment))


def note(tx: Tx, note_id: str) -> Note | None:
    """Return a note, stub or tombstone, or None."""
    row = tx.execute(sa.select(t.note).where(t.note.c.id == note_id)).one_or_none()
    return None if row is None else note_of_row(row)


def notes_by_id(tx: Tx, note_ids: Iterable[str]) -> dict[str, Note]:
    """Return these notes, as far as they are here, by their ids."""
    return {row.id: note_of_row(row) for row in tx.execute(_BY_ID, {"ids": list(note_ids)})}


def notes(
    tx: Tx, session_id: str, first: int = 0, most: int | None = None, *, zone_code: str = ""
) -> tuple[Note, ...]:
    """Return every note of a session, stubs and tombstones too, in the order they were seen.

    Or those of one box, or `most` of them, from the place `first` of that order on.
    """
    wanted = sa.select(t.note).where(t.note.c.session_id == session_id).order_by(*_AS_ON_BOARD)
    if zone_code:
        wanted = wanted.where(t.note.c.zone_code == zone_code)
    if most is not None:
        wanted = wanted.offset(first).limit(most)
    return tuple(note_of_row(row) for row in tx.execute(wanted))


_BY_ID = sa.select(t.note).where(t.note.c.id.in_(sa.bindparam("ids", expanding=True)))
_AS_ON_BOARD = (t.note.c.zone_code, t.note.c.y, t.note.c.x, t.note.c.id)


def notes_of_sessions(tx: Tx, session_ids: Iterable[str]) -> dict[str, tuple[Note, ...]]:
    """Return every note of some sessions, by session, as `notes` does."""
    ids = list(session_ids)
    found: dict[str, list[Note]] = {each: [] for each in ids}
    wanted = sa.select(t.note).where(t.note.c.session_id.in_(ids)).order_by(*_AS_ON_BOARD)
    for row in tx.execute(wanted):
        found[row.session_id].append(note_of_row(row))
    return {session_id: tuple(each) for session_id, each in found.items()}


def numbers_of_notes(tx: Tx, community_id: str) -> dict[str, int]:
    """Return how many notes each session of a community has, stubs and tombstones too."""
    here = sa.select(t.session.c.id).where(t.session.c.community_id == community_id)
    wanted = sa.select(t.note.c.session_id, sa.func.count().label("number"))
    counted = wanted.where(t.note.c.session_id.in_(here)).group_by(t.note.c.session_id)
    return {row.session_id: row.number for row in tx.execute(counted)}


def counts_on_desk(tx: Tx, session_id: str) -> dict[str, int]:
    """Return how many notes each box has, by its code; none of a box that stays here."""
    column = t.note.c
    here = (column.session_id == session_id) & may_be_read(tx) & (column.label != Label.X.value)
    counted = sa.select(column.zone_code, sa.func.count()).where(here).group_by(column.zone_code)
    return {row[0]: row[1] for row in tx.execute(counted)}


def forget_note(tx: Tx, note_id: str) -> None:
    """Erase a note as if it had never been collected: a session is still open."""
    carry_over(tx, [note_id])
    tx.execute(sa.delete(t.note_version).where(t.note_version.c.note_id == note_id))
    desk_marks.leave_desk(tx, note_id)
    tx.execute(sa.delete(t.note).where(t.note.c.id == note_id))
    search.remove(tx, note_id)
    identifier_decisions.let_go_of_note(tx, note_id)
    note_gone(tx, Went.NOTE_FORGOTTEN, note_id)


def erase_note(tx: Tx, whole: Note, state: NoteState, reason: str, at: datetime) -> Dropped:
    """Erase a note's content and leave a stub; pieces that rest on it keep a stub of it too.

    Each of these pieces is to be looked at again from `at` on. Return what went with it.

    The Miro item id stays on a tombstone only, so that the sticky is never captured again.
    """
    stored, older = note(tx, whole.id), versions(tx, whole.id)
    texts = [each.text for each in (stored, *older) if each is not None and each.text]
    _note_gone(tx, whole, state)
    stored_webhooks.tell_of_note(tx, whole.session_id, whole.id, at)
    is_its_day = state is NoteState.ERASED and whole.is_past_its_day(at.date())
    is_its_day &= whole.state is not NoteState.LEFT_BOARD  # else its writer deleted it before
    dropped = let_go(tx, whole.session_id, {whole.id: texts}, at, is_their_day=is_its_day)
    desk_marks.leave_desk(tx, whole.id)
    tx.execute(sa.delete(t.note_version).where(t.note_version.c.note_id == whole.id))
    save_note(tx, whole.erased(state, reason))
    identifier_decisions.let_go_of_note(tx, whole.id)
    reviews.open_for_sources(tx, whole.id, at)
    stubs = sa.update(t.source).where(t.source.c.note_id == whole.id)
    tx.execute(stubs.values(gone_because=reason, voice=None))
    return dropped


def _note_gone(tx: Tx, whole: Note, state: NoteState) -> None:
    """Let the log know a note that goes, and its item by a hash that goes with the session's key.

    Collecting finds the tombstone by it, should a backup know the session and not the note.
    """
    item = whole.miro_item_id
    if item is not None and not is_instead(item):
        wanted = sa.select(t.session_key.c.secret).where(
            t.session_key.c.session_id == whole.session_id
        )
        secret = tx.execute(wanted).scalar()
        item = None if secret is None else SessionKey(secret).instead_of_item(item)
    where = {"session": whole.session_id, "zone": whole.zone_code, "label": whole.label.value}
    note_gone(tx, Went.NOTE_ERASED, whole.id, state=state.value, item=item, **where)


def due(tx: Tx, today: date, most: int | None) -> tuple[Note, ...]:
    """Return the notes whose day for erasing has come, or `most` of them; none on a legal hold."""
    wanted = sa.select(t.note).where(
        t.note.c.erase_on <= today,
        t.note.c.text.is_not(None),
        t.note.c.session_id.not_in(legal_holds.kept_sessions(today)),
    )
    rows = tx.execute(wanted.limit(most)).all()
    return tuple(note_of_row(row) for row in rows)


def set_brake(tx: Tx, brake: Brake) -> None:
    """Ask the facilitator: tidying, or taken back? One open question a box."""
    tx.execute(
        sa.delete(t.brake).where(
            t.brake.c.session_id == brake.session_id,
            t.brake.c.zone_code == brake.zone_code,
            t.brake.c.answer.is_(None),
        )
    )
    tx.execute(
        sa.insert(t.brake).values(
            id=brake.id,
            session_id=brake.session_id,
            zone_code=brake.zone_code,
            note_ids=list(brake.note_ids),
            frame_is_gone=brake.frame_is_gone,
            asked_at=brake.asked_at,
        )
    )


def open_brakes(tx: Tx, session_id: str) -> tuple[Brake, ...]:
    """Return the questions of a session that nobody has answered."""
    rows = tx.execute(
        sa.select(t.brake).where(t.brake.c.session_id == session_id, t.brake.c.answer.is_(None))
    ).all()
    return tuple(_brake(row) for row in rows)


def brake(tx: Tx, brake_id: str) -> Brake | None:
    """Return a question that nobody has answered yet, or None."""
    row = tx.execute(
        sa.select(t.brake).where(t.brake.c.id == brake_id, t.brake.c.answer.is_(None))
    ).one_or_none()
    return None if row is None else _brake(row)


def answer_brake(tx: Tx, brake_id: str, answer: str) -> None:
    """Record the facilitator's answer."""
    tx.execute(sa.update(t.brake).where(t.brake.c.id == brake_id).values(answer=answer))


def withdraw_brakes(tx: Tx, session_id: str, keep: Iterable[str] = ()) -> None:
    """Take back open questions of boxes whose notes are all on the board again."""
    tx.execute(
        sa.delete(t.brake).where(
            t.brake.c.session_id == session_id,
            t.brake.c.answer.is_(None),
            t.brake.c.zone_code.not_in(list(keep)),
        )
    )


def add_withdrawal(
    tx: Tx,
    withdrawal_id: str,
    note_id: str,
    at: datetime,
    reached: dict[str, str],
    by: TakenBackBy,
) -> None:
    """Record that a note was taken back, by whom as a part, and what was reached; no content."""
    note_gone(tx, Went.NOTE_TAKEN_BACK, note_id, by=by.name)
    tx.execute(
        sa.insert(t.withdrawal).values(
            id=withdrawal_id, note_id=note_id, at=at, reached=reached, taken_back_by=by.name
        )
    )


def withdrawal_of(tx: Tx, note_id: str) -> tuple[datetime, dict[str, str]] | None:
    """Return when a note was taken back and what was reached, or None."""
    row = tx.execute(sa.select(t.withdrawal).where(t.withdrawal.c.note_id == note_id)).first()
    return None if row is None else (row.at, dict(row.reached))


def unconfirmed_withdrawals(tx: Tx) -> tuple[str, ...]:
    """Return the ids of withdrawals whose erasing is not confirmed yet."""
    wanted = sa.select(t.withdrawal.c.id).where(t.withdrawal.c.confirmed_at.is_(None))
    return tuple(tx.execute(wanted).scalars())


def confirm_withdrawals(tx: Tx, withdrawal_ids: Iterable[str], at: datetime) -> None:
    """Record that nothing of the words is left in the database's files."""
    tx.execute(
        sa.update(t.withdrawal)
        .where(t.withdrawal.c.id.in_(list(withdrawal_ids)))
        .values(confirmed_at=at)
    )


def _brake(row: Any) -> Brake:
    return Brake(
        row.id,
        row.session_id,
        row.zone_code,
        tuple(row.note_ids),
        row.frame_is_gone,
        row.asked_at,
    )

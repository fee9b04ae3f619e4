"""What one person at the desk has chosen and has read, and what goes there with a note."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa

from plugin.domain.labels import Label
from plugin.domain.overlap import Phrases
from plugin.store import follow_ups
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.desk_texts import curators_texts
from plugin.store.gone_words import remember_runs
from plugin.store.piece_evidence import drop_pictures_without_words
from plugin.store.readable_notes import may_be_read
from plugin.store.repeating import empty_repeating


def tray(tx: Tx, person_id: str, community_id: str) -> tuple[str, ...]:
    """Return the ids of the notes of a community that a person has chosen."""
    own = (t.tray.c.person_id == person_id) & (t.session.c.community_id == community_id)
    wanted = (
        sa.select(t.tray.c.note_id)
        .join(t.note, t.note.c.id == t.tray.c.note_id)
        .join(t.session, t.session.c.id == t.note.c.session_id)
        .where(own, may_be_read(tx))
        .order_by(t.session.c.day, t.note.c.zone_code, t.note.c.y, t.note.c.x, t.note.c.id)
    )
    return tuple(tx.execute(wanted).scalars())


def fill_tray(tx: Tx, person_id: str, community_id: str, note_ids: Iterable[str]) -> None:
    """Let a person's tray hold these notes of a community and no others of it."""
    here = (
        sa.select(t.note.c.id)
        .join(t.session, t.session.c.id == t.note.c.session_id)
        .where(t.session.c.community_id == community_id)
    )
    own = t.tray.c.person_id == person_id
    tx.execute(sa.delete(t.tray).where(own, t.tray.c.note_id.in_(here)))
    wanted = here.where(t.note.c.id.in_(list(note_ids)), may_be_read(tx))
    rows = [{"note_id": each, "person_id": person_id} for each in tx.execute(wanted).scalars()]
    if rows:
        tx.execute(sa.insert(t.tray), rows)


def read_versions(tx: Tx, person_id: str, note_ids: Iterable[str]) -> dict[str, int]:
    """Return which version of these notes a person has read, by note."""
    mark = t.read_mark.c
    own = (mark.person_id == person_id) & mark.note_id.in_(list(note_ids))
    return {row[0]: row[1] for row in tx.execute(sa.select(mark.note_id, mark.version).where(own))}


def mark_read(tx: Tx, person_id: str, versions: Mapping[str, int]) -> None:
    """Remember that a person has read these versions of notes."""
    forget_read(tx, person_id, versions)
    rows = [
        {"note_id": note_id, "person_id": person_id, "version": version}
        for note_id, version in versions.items()
    ]
    if rows:
        tx.execute(sa.insert(t.read_mark), rows)


def forget_read(tx: Tx, person_id: str, note_ids: Collection[str]) -> None:
    """Let a person have these notes to read again."""
    mark = t.read_mark.c
    own = (mark.person_id == person_id) & mark.note_id.in_(list(note_ids))
    tx.execute(sa.delete(t.read_mark).where(own))


def unread_numbers(
    tx: Tx, person_id: str, session_ids: Collection[str]
) -> dict[tuple[str, Label], int]:
    """Return how many notes of these sessions a person has not read, by session and label."""
    note, mark = t.note.c, t.read_mark.c
    was_read = (
        sa.select(sa.literal(1))
        .where(mark.note_id == note.id, mark.person_id == person_id, mark.version >= note.version)
        .exists()
    )
    here = (
        note.session_id.in_(list(session_ids))
        # All there are: named so that SQLite takes the index that has every column asked for here.
        & note.label.in_([each.value for each in Label])
        & may_be_read(tx)
        & sa.or_(note.label == Label.H.value, sa.not_(note.is_waiting))
        & sa.not_(was_read)
    )
    counted = sa.select(note.session_id, note.label, sa.func.count()).where(here)
    rows = tx.execute(counted.group_by(note.session_id, note.label))
    return {(row[0], Label(row[1])): row[2] for row in rows}


def numbers_kept(tx: Tx, session_id: str) -> dict[str, int]:
    """Return how many kept notes a curator can use, by box; no empty ones."""
    note = t.note.c
    here = (
        (note.session_id == session_id)
        & (note.label == Label.M.value)
        & sa.not_(note.is_waiting)
        & may_be_read(tx)
    )
    counted = sa.select(note.zone_code, sa.func.count()).where(here).group_by(note.zone_code)
    return {row[0]: row[1] for row in tx.execute(counted)}


def held_numbers(tx: Tx, session_ids: Collection[str]) -> dict[str, int]:
    """Return how many held notes are still here, by session; no empty ones."""
    note = t.note.c
    here = note.session_id.in_(list(session_ids)) & (note.label == Label.H.value) & may_be_read(tx)
    counted = sa.select(note.session_id, sa.func.count()).where(here).group_by(note.session_id)
    return {row[0]: row[1] for row in tx.execute(counted)}


def leave_desk(tx: Tx, note_id: str) -> None:
    """Take a note whose words go out of every cluster, tray and list, with its dots and fate."""
    lists = (t.placement, t.seen_otherwise, t.tray, t.read_mark, t.theming, t.memo, t.set_aside)
    those = t.shown_as_one.c
    left = (those.note_id == note_id) | (those.under_id == note_id)
    tx.execute(sa.delete(t.shown_as_one).where(left))
    for table in (*lists, t.dot, t.dot_count, t.said_beside, t.talk_wish, t.stay_question):
        tx.execute(sa.delete(table).where(table.c.note_id == note_id))
    follow_ups.forget_note(tx, note_id)


def drop_repeating(
    tx: Tx, community_ids: Collection[str], phrases: Phrases, readings: Collection[str] = ()
) -> int:
    """Erase what curators wrote with these words; return in how many places it stood.

    These `readings`, by their ids, stay: somebody signed them before.
    """
    groups = sa.select(t.community.c.id).where(t.community.c.id.in_(list(community_ids)))
    texts: list[str] = []
    went = sum(
        empty_repeating(tx, *place, phrases, texts) for place in curators_texts(groups, readings)
    )
    remember_runs(tx, community_ids, phrases, texts)
    drop_pictures_without_words(tx)
    return went

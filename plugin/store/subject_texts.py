"""Every text of a group that whoever looks after it may read, for looking up a person or a word.

Not here: held notes, notes of sessions that are not closed, private lists, memos, drafts, names of
collections, what a curator sorts alone, answers to checking, complaints. `govern.subject_requests`
says so to whoever asks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from plugin.domain.labels import Label
from plugin.domain.sessions import SessionState
from plugin.domain.subject_requests import FoundIn, FoundText
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.readable_notes import may_be_read

_KEPT = (Label.M.value, Label.S.value)
_GROUP_TEXTS: tuple[tuple[FoundIn, sa.Table, str, tuple[str, ...]], ...] = (
    (
        FoundIn.GROUP,
        t.community,
        "id",
        ("name", "question", "permission_note", "sponsor", "host", "contact", "rules"),
    ),
    (
        FoundIn.GROUP,
        t.about_group,
        "community_id",
        ("parties", "missing", "intentions", "interests", "cadence"),
    ),
    (
        FoundIn.GROUP,
        t.permission,
        "community_id",
        ("note", "sponsor", "receives", "never_asks"),
    ),
    (FoundIn.AGREED, t.proposal, "community_id", ("sentence",)),
    (FoundIn.AGREED, t.agreement, "community_id", ("rules", "reasons")),
    (FoundIn.DESK, t.theme, "community_id", ("name", "definition")),
    (FoundIn.DESK, t.noticed, "community_id", ("words",)),
    (FoundIn.BETWEEN, t.follow_up, "community_id", ("became", "answer_words")),
    (FoundIn.SESSION, t.session, "community_id", ("name",)),
    (FoundIn.GROUP, t.legal_hold, "community_id", ("reason",)),
)
_PIECE_TEXTS = (
    *((t.piece_step, "because"), (t.piece_reading, "words"), (t.piece_reading, "origin")),
    *((t.piece_evidence, name) for name in ("words", "unit", "source", "people")),
)
_SESSION_TEXTS = ("place", "access", "other_ways", "notice", "outcome")


def notes_of(tx: Tx, community_id: str) -> Iterator[FoundText]:
    """Yield the kept notes of a group's closed sessions that are on the desk, and older words."""
    note, session, older = t.note.c, t.session.c, t.note_version.c
    here = (
        (session.community_id == community_id)
        & (session.state == SessionState.CLOSED.value)
        & may_be_read(tx)
    )
    joined = sa.join(t.note, t.session, session.id == note.session_id)
    now = sa.select(note.id, note.text, session.name, session.day).select_from(joined)
    for row in tx.execute(now.where(here, note.label.in_(_KEPT)).order_by(session.day, note.id)):
        yield _note(FoundIn.NOTE, row)
    before = sa.select(older.note_id.label("id"), older.text, session.name, session.day)
    with_older = joined.join(t.note_version, older.note_id == note.id)
    for row in tx.execute(
        before.select_from(with_older).where(
            here, note.label.in_(_KEPT), older.label.in_(_KEPT), older.erase_on.is_(None)
        )
    ):
        yield _note(FoundIn.OLDER_NOTE, row)


def held_of(tx: Tx, session_ids: Collection[str]) -> dict[str, list[FoundText]]:
    """Return the held notes of closed sessions that can still be read, by session."""
    note, session = t.note.c, t.session.c
    wanted = (
        sa.select(note.session_id, note.id, note.text, session.name, session.day)
        .join(t.session, session.id == note.session_id)
        .where(
            note.session_id.in_(list(session_ids)),
            session.state == SessionState.CLOSED.value,
            note.label == Label.H.value,
            may_be_read(tx),
        )
        .order_by(session.day, note.id)
    )
    found: dict[str, list[FoundText]] = {}
    for row in tx.execute(wanted):
        held = replace(_note(FoundIn.NOTE, row), says=f"{row.name}, held")
        found.setdefault(row.session_id, []).append(held)
    return found


def wordings_of(tx: Tx, community_id: str) -> Iterator[tuple[str, int, str, str]]:
    """Yield piece, number, title and all words of every wording of a group's pieces."""
    own = t.wording.c
    wanted = (
        sa.select(own.piece_id, own.number, own.title, own.line, own.narrative)
        .join(t.piece, t.piece.c.id == own.piece_id)
        .where(t.piece.c.community_id == community_id)
        .order_by(own.piece_id, own.number)
    )
    for row in tx.execute(wanted):
        yield row.piece_id, row.number, row.title, "\n".join((row.title, row.line, row.narrative))


def texts_of(tx: Tx, community_id: str) -> Iterator[FoundText]:
    """Yield what the group wrote beside notes and pieces, as it is stored."""
    for found_in, table, key, names in _GROUP_TEXTS:
        about = "id" if table is t.session else key
        columns = [table.c[name] for name in names]
        for row in tx.execute(
            sa.select(table.c[about], *columns).where(table.c[key] == community_id)
        ):
            yield from (
                FoundText(found_in=found_in, about=row[0], text=_words(value))
                for value in row[1:]
                if value
            )
    for cluster_id, sentence in _sentences_of_clusters(tx, community_id):
        yield FoundText(found_in=FoundIn.DESK, about=cluster_id, text=sentence)
    for table, name in _PIECE_TEXTS:
        wanted = sa.select(table.c.piece_id, table.c[name]).join(
            t.piece, t.piece.c.id == table.c.piece_id
        )
        for piece_id, words in tx.execute(wanted.where(t.piece.c.community_id == community_id)):
            yield FoundText(found_in=FoundIn.READING, about=piece_id, text=words)
    arranged = t.arrangements.c
    wanted = sa.select(arranged.session_id, *(arranged[name] for name in _SESSION_TEXTS)).join(
        t.session, t.session.c.id == arranged.session_id
    )
    for row in tx.execute(wanted.where(t.session.c.community_id == community_id)):
        for words in row[1:]:
            yield FoundText(found_in=FoundIn.SESSION, about=row[0], text=words)


def _sentences_of_clusters(tx: Tx, community_id: str) -> Iterable[tuple[str, str]]:
    """Return id and sentence of the clusters that every curator of a group sees."""
    cluster, sorting = t.cluster.c, t.own_sorting.c
    wanted = (
        sa.select(cluster.id, cluster.sentence)
        .join(t.own_sorting, sorting.id == cluster.sorting_id, isouter=True)
        .where(
            cluster.community_id == community_id,
            cluster.sorting_id.is_(None) | sorting.shown_at.is_not(None),
            cluster.sentence != "",
        )
    )
    return [(row.id, row.sentence) for row in tx.execute(wanted)]


def _words(value: Any) -> str:
    """Return a text, or the texts in a JSON value, one a line."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(f"{key}: {each}" for key, each in value.items())
    return "\n".join(str(each) for each in value)


def _note(found_in: FoundIn, row: Any) -> FoundText:
    return FoundText(found_in=found_in, about=row.id, text=row.text, day=row.day, says=row.name)

"""Themes, the notes that have them, memos beside notes, and what was set aside.

Texts in which held words stand are read as `quotable` shows them, and keep what was hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from plugin.domain.hidden_texts import hide, put_back
from plugin.domain.memos import require_memo_unchanged
from plugin.domain.notes import Note
from plugin.domain.overlap import Phrases
from plugin.domain.themes import Memo, Theme
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.held_words import held_beside, held_of
from plugin.store.memos import move_to
from plugin.store.quotable import require_each_quotable
from plugin.store.readable_notes import may_be_read

Spans = tuple[tuple[int, int], ...]


def themes(tx: Tx, community_id: str) -> tuple[Theme, ...]:
    """Return the themes of a community by name, those that were merged too."""
    own = t.theme.c.community_id == community_id
    wanted = sa.select(t.theme).where(own).order_by(t.theme.c.name, t.theme.c.id)
    rows = tx.execute(wanted).all()
    held = held_beside(tx, community_id) if rows else None
    return tuple(_theme(row, held) for row in rows)


def save_theme(tx: Tx, theme: Theme, before: Theme | None) -> None:
    """Store a new or changed theme; raise BadInput for words that come back nowhere."""
    kept = sa.select(t.theme.c.name, t.theme.c.definition).where(t.theme.c.id == theme.id)
    old = tx.execute(kept).one_or_none() if before else None
    name, definition = theme.name, theme.definition
    if old is not None:
        held = held_beside(tx, theme.community_id)
        name, definition = (
            put_back(name, old.name, held),
            put_back(definition, old.definition, held),
        )
    was = (old.name, old.definition) if old is not None else ("", "")
    require_each_quotable(tx, theme.community_id, [(name, was[0]), (definition, was[1])])
    values = {
        "name": name,
        "definition": definition,
        "parent_id": theme.parent_id,
        "version": theme.version,
        "is_for_partners": theme.is_for_partners,
        "proposed_on": theme.proposed_on,
    }
    if before is None:
        values |= {"id": theme.id, "community_id": theme.community_id}
        tx.execute(sa.insert(t.theme).values(**values))
    else:
        tx.execute(sa.update(t.theme).where(t.theme.c.id == theme.id).values(**values))


def merge(tx: Tx, theme_id: str, into: str, merged_on: date) -> None:
    """Give the notes of a theme, and the themes below it, to another one; the theme stays."""
    known = set(notes_with(tx, into))
    moved = [each for each in notes_with(tx, theme_id) if each not in known]
    own = t.theming.c.theme_id == theme_id
    kept = own & t.theming.c.note_id.in_(moved)
    tx.execute(sa.update(t.theming).where(kept).values(theme_id=into))
    _merge_of_words(tx, theme_id, into)
    tx.execute(sa.delete(t.theming).where(own))
    move_to(tx, theme_id, into)
    _merge_of_pieces(tx, theme_id, into)
    below = t.theme.c.parent_id == theme_id
    tx.execute(sa.update(t.theme).where(below, t.theme.c.id != into).values(parent_id=into))
    values = {"merged_into": into, "merged_on": merged_on, "version": t.theme.c.version + 1}
    tx.execute(sa.update(t.theme).where(t.theme.c.id == theme_id).values(**values))
    tx.execute(sa.update(t.theme).where(t.theme.c.id == into, below).values(parent_id=None))


def _merge_of_words(tx: Tx, theme_id: str, into: str) -> None:
    """Let notes that have both themes have the one for the words of either, or for all of them."""
    gone, stays = t.theming.alias("gone"), t.theming
    both = stays.join(gone, gone.c.note_id == stays.c.note_id)
    wanted = (
        sa.select(stays.c.note_id, stays.c.spans, stays.c.version)
        .add_columns(gone.c.spans.label("others"), gone.c.version.label("of"))
        .select_from(both)
        .where(stays.c.theme_id == into, gone.c.theme_id == theme_id, stays.c.spans.is_not(None))
    )
    for row in tx.execute(wanted).all():
        own = (stays.c.theme_id == into) & (stays.c.note_id == row.note_id)
        whole: dict[str, Any] = {"spans": None, "version": None}
        if row.others is not None and row.of == row.version:
            spans = sorted({(start, end) for start, end in (*row.spans, *row.others)})
            whole = {"spans": [list(each) for each in spans], "version": row.version}
        elif row.others is not None:  # places in older words say nothing of newer ones
            newer = row.spans if row.version > row.of else row.others
            whole = {"spans": newer, "version": max(row.version, row.of)}
        tx.execute(sa.update(stays).where(own).values(**whole))


def _merge_of_pieces(tx: Tx, theme_id: str, into: str) -> None:
    own = t.piece_theme.c
    having = sa.select(own.piece_id).where(own.theme_id == theme_id)
    pieces = tuple(tx.execute(having).scalars())
    tx.execute(sa.delete(t.piece_theme).where(own.theme_id == theme_id))
    for piece_id in pieces:
        put_on_piece(tx, piece_id, into)


def put_on_piece(tx: Tx, piece_id: str, theme_id: str) -> None:
    """Give a theme to a piece; it may have it already."""
    take_off_piece(tx, piece_id, theme_id)
    tx.execute(sa.insert(t.piece_theme).values(piece_id=piece_id, theme_id=theme_id))


def take_off_piece(tx: Tx, piece_id: str, theme_id: str) -> None:
    """Take a theme from a piece."""
    own = t.piece_theme.c
    tx.execute(sa.delete(t.piece_theme).where(own.piece_id == piece_id, own.theme_id == theme_id))


def propose(tx: Tx, theme_id: str, day: date) -> None:
    """Remember that a theme was typed in Notion, for curators to decide about."""
    tx.execute(sa.update(t.theme).where(t.theme.c.id == theme_id).values(proposed_on=day))


def notes_with(tx: Tx, theme_id: str) -> tuple[str, ...]:
    """Return the notes on the desk that have a theme, as they lie on their boards."""
    note = t.note.c
    wanted = (
        sa.select(note.id)
        .join(t.theming, t.theming.c.note_id == note.id)
        .where(t.theming.c.theme_id == theme_id, may_be_read(tx))
        .order_by(note.session_id, note.zone_code, note.y, note.x, note.id)
    )
    return tuple(tx.execute(wanted).scalars())


def note_ids_with(tx: Tx, theme_ids: Collection[str]) -> frozenset[str]:
    """Return the ids of the notes that have one of these themes."""
    own = t.theming.c
    wanted = sa.select(own.note_id).where(own.theme_id.in_(list(theme_ids)))
    return frozenset(tx.execute(wanted).scalars())


def piece_ids_with(tx: Tx, theme_ids: Collection[str]) -> frozenset[str]:
    """Return the ids of the pieces that have one of these themes themselves."""
    own = t.piece_theme.c
    wanted = sa.select(own.piece_id).where(own.theme_id.in_(list(theme_ids)))
    return frozenset(tx.execute(wanted).scalars())


def themes_of(tx: Tx, note_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the themes of these notes, by note, in the order of their names."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    wanted = (
        sa.select(t.theming.c.note_id, t.theming.c.theme_id)
        .join(t.theme, t.theme.c.id == t.theming.c.theme_id)
        .where(t.theming.c.note_id.in_(list(note_ids)))
        .order_by(t.theme.c.name)
    )
    for note_id, theme_id in tx.execute(wanted):
        found[note_id].append(theme_id)
    return {note_id: tuple(each) for note_id, each in found.items()}


def numbers_with(tx: Tx, community_id: str) -> dict[str, int]:
    """Return how many notes on the desk have each theme of a community; none without notes."""
    wanted = (
        sa.select(t.theming.c.theme_id, sa.func.count())
        .join(t.theme, t.theme.c.id == t.theming.c.theme_id)
        .join(t.note, t.note.c.id == t.theming.c.note_id)
        .where(t.theme.c.community_id == community_id, may_be_read(tx))
        .group_by(t.theming.c.theme_id)
    )
    return {row[0]: row[1] for row in tx.execute(wanted)}


def give(tx: Tx, theme_id: str, note_ids: Iterable[str], put_by: str | None) -> tuple[str, ...]:
    """Give a theme to all words of notes; return those that did not have it, for any of them."""
    wanted = list(dict.fromkeys(note_ids))
    own = (t.theming.c.theme_id == theme_id) & t.theming.c.note_id.in_(wanted)
    some = own & t.theming.c.spans.is_not(None)
    tx.execute(sa.update(t.theming).where(some).values(spans=None, version=None))
    known = set(tx.execute(sa.select(t.theming.c.note_id).where(own)).scalars())
    new = tuple(each for each in wanted if each not in known)
    if new:
        rows = [{"theme_id": theme_id, "note_id": each, "put_by": put_by} for each in new]
        tx.execute(sa.insert(t.theming), rows)
    return new


def give_words(
    tx: Tx, theme_id: str, note: Note, spans: Iterable[tuple[int, int]], put_by: str | None
) -> tuple[str, ...]:
    """Give a theme to some words of a note, beside those that have it; return it if it is new."""
    own = (t.theming.c.theme_id == theme_id) & (t.theming.c.note_id == note.id)
    row = tx.execute(sa.select(t.theming.c.spans, t.theming.c.version).where(own)).one_or_none()
    known = row.spans if row is not None and row.version == note.version else None
    whole = sorted({tuple(each) for each in (*(known or ()), *spans)})
    values = {"spans": [list(each) for each in whole], "version": note.version}
    if row is not None:
        tx.execute(sa.update(t.theming).where(own).values(**values))
        return ()
    values |= {"theme_id": theme_id, "note_id": note.id, "put_by": put_by}
    tx.execute(sa.insert(t.theming).values(**values))
    return (note.id,)


def spans_with(tx: Tx, note_ids: Iterable[str]) -> dict[tuple[str, str], tuple[int, Spans]]:
    """Return which words of these notes have a theme, where not all have it: version and places.

    By note and theme.
    """
    own = t.theming.c
    wanted = sa.select(own.note_id, own.theme_id, own.version, own.spans).where(
        own.note_id.in_(list(note_ids)), own.spans.is_not(None)
    )
    return {
        (row.note_id, row.theme_id): (row.version, tuple((a, b) for a, b in row.spans))
        for row in tx.execute(wanted)
    }


def take(tx: Tx, theme_id: str, note_ids: Collection[str]) -> tuple[str, ...]:
    """Take a theme from notes; return those that had it."""
    own = (t.theming.c.theme_id == theme_id) & t.theming.c.note_id.in_(list(note_ids))
    had = tuple(tx.execute(sa.select(t.theming.c.note_id).where(own)).scalars())
    tx.execute(sa.delete(t.theming).where(own))
    return had


def memos_of(tx: Tx, person_id: str | None, note_ids: Iterable[str]) -> tuple[Memo, ...]:
    """Return a person's memos beside these notes, and those that others share, as they are read.

    None is nobody: only what is shared.
    """
    memo = t.memo.c
    own = memo.person_id == person_id
    wanted = _with_partnership(t.memo).where(
        memo.note_id.in_(list(note_ids)), sa.or_(own, memo.is_shared), memo.words != ""
    )
    rows = tx.execute(wanted.order_by(memo.note_id, memo.person_id)).all()
    held = held_of(tx, {row.partnership_id for row in rows})
    return tuple(
        Memo(
            note_id=row.note_id,
            words=hide(row.words, held[row.partnership_id]),
            is_shared=row.is_shared,
            is_own=row.person_id == person_id,
        )
        for row in rows
    )


def save_memo(
    tx: Tx, community_id: str, person_id: str, memo: Memo, shown: str | None = None
) -> None:
    """Store a person's memo beside a note, or forget it if it is empty.

    Raise BadInput for words that come back nowhere, and where it is not what a form had
    `shown`. What was hidden from its writer stays.
    """
    own = (t.memo.c.note_id == memo.note_id) & (t.memo.c.person_id == person_id)
    before = tx.execute(sa.select(t.memo.c.words).where(own)).scalar() or ""
    held = held_beside(tx, community_id)
    require_memo_unchanged(shown, hide(before, held))
    words = put_back(memo.words, before, held)
    require_each_quotable(tx, community_id, [(words, before)])
    tx.execute(sa.delete(t.memo).where(own))
    if words:
        values = {"words": words, "is_shared": memo.is_shared}
        tx.execute(sa.insert(t.memo).values(note_id=memo.note_id, person_id=person_id, **values))


def aside(tx: Tx, session_id: str) -> dict[str, str]:
    """Return the notes of a session that were set aside, with why."""
    wanted = (
        _with_partnership(t.set_aside)
        .where(t.note.c.session_id == session_id, may_be_read(tx))
        .order_by(t.note.c.zone_code, t.note.c.y, t.note.c.x, t.note.c.id)
    )
    rows = tx.execute(wanted).all()
    held = held_of(tx, {row.partnership_id for row in rows})
    return {row.note_id: hide(row.because, held[row.partnership_id]) for row in rows}


def _with_partnership(beside: sa.Table) -> sa.Select[Any]:
    """Select rows that stand beside notes, with the partnership that they are in."""
    return (
        sa.select(beside, t.session.c.partnership_id)
        .join(t.note, t.note.c.id == beside.c.note_id)
        .join(t.session, t.session.c.id == t.note.c.session_id)
    )


def put_aside(
    tx: Tx, community_id: str, note_ids: Collection[str], because: str, put_by: str | None
) -> None:
    """Set notes aside; raise BadInput for a reason with words that come back nowhere."""
    require_each_quotable(tx, community_id, [(because, "")])
    bring_back(tx, note_ids)
    rows = [{"note_id": each, "because": because, "put_by": put_by} for each in note_ids]
    if rows:
        tx.execute(sa.insert(t.set_aside), rows)


def bring_back(tx: Tx, note_ids: Collection[str]) -> None:
    """Let notes be on the lists again."""
    tx.execute(sa.delete(t.set_aside).where(t.set_aside.c.note_id.in_(list(note_ids))))


def _theme(row: Any, held: Phrases | None) -> Theme:
    return Theme(
        id=row.id,
        community_id=row.community_id,
        name=hide(row.name, held),
        definition=hide(row.definition, held),
        parent_id=row.parent_id,
        version=row.version,
        merged_into=row.merged_into,
        merged_on=row.merged_on,
        is_for_partners=row.is_for_partners,
        proposed_on=row.proposed_on,
    )

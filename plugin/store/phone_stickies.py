"""What is to be done on boards for notes by phone, and the stickies that stand for them."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from plugin.domain.notes import BY_PHONE, Note
from plugin.domain.taking_part import UNFINISHED, Sticky, StickyState
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.note_rows import note_of_row

_TABLE = t.phone_sticky
_OPEN = [each.value for each in UNFINISHED]


def save_sticky(tx: Tx, sticky: Sticky) -> None:
    """Store what is to be done for a note, in place of what was to be done before."""
    save_stickies(tx, [sticky])


def save_stickies(tx: Tx, stickies: Sequence[Sticky]) -> None:
    """Store what is to be done for notes, as `save_sticky`, many in one statement."""
    if not stickies:
        return
    tx.execute(sa.delete(_TABLE).where(_TABLE.c.note_id.in_([each.note_id for each in stickies])))
    rows = [
        {
            "note_id": each.note_id,
            "session_id": each.session_id,
            "state": each.state.value,
            "miro_item_id": each.miro_item_id,
        }
        for each in stickies
    ]
    tx.execute(sa.insert(_TABLE), rows)


def add_stickies(tx: Tx, session_id: str, note_ids: Sequence[str]) -> None:
    """Let stickies be placed for notes that are new, many in one statement."""
    state = StickyState.TO_PLACE.value
    rows = [{"note_id": each, "session_id": session_id, "state": state} for each in note_ids]
    tx.execute(sa.insert(_TABLE), rows)


def sticky(tx: Tx, note_id: str) -> Sticky | None:
    """Return the sticky of a note by phone, or None where nothing is known of one."""
    row = tx.execute(sa.select(_TABLE).where(_TABLE.c.note_id == note_id)).one_or_none()
    return None if row is None else _sticky(row)


def stickies(tx: Tx, session_id: str, states: Collection[StickyState] = ()) -> tuple[Sticky, ...]:
    """Return the stickies of a session, those that are gone too; or those in some states."""
    wanted = sa.select(_TABLE).where(_TABLE.c.session_id == session_id).order_by(_TABLE.c.note_id)
    if states:
        wanted = wanted.where(_TABLE.c.state.in_([each.value for each in states]))
    return tuple(_sticky(row) for row in tx.execute(wanted))


def notes_to_place(tx: Tx, session_id: str) -> tuple[Note, ...]:
    """Return the notes of a session for which a sticky is to be made."""
    wanted = (
        sa.select(t.note)
        .join(_TABLE, _TABLE.c.note_id == t.note.c.id)
        .where(_TABLE.c.session_id == session_id, _TABLE.c.state == StickyState.TO_PLACE.value)
    )
    return tuple(note_of_row(row) for row in tx.execute(wanted))


def lying_in_boxes(tx: Tx, session_id: str) -> dict[str, int]:
    """Return how many notes by phone lie on the board in each box, by its code."""
    own = t.note.c
    here = (own.session_id == session_id) & (own.source == BY_PHONE)
    counted = sa.select(own.zone_code, sa.func.count()).where(here, own.miro_item_id.is_not(None))
    return {row[0]: row[1] for row in tx.execute(counted.group_by(own.zone_code))}


def sessions_with_work(tx: Tx) -> tuple[str, ...]:
    """Return the sessions with a board on which something is to be done for notes by phone."""
    wanted = (
        sa.select(_TABLE.c.session_id)
        .join(t.board, t.board.c.session_id == _TABLE.c.session_id)
        .where(_TABLE.c.state.in_(_OPEN))
        .distinct()
    )
    return tuple(tx.execute(wanted.order_by(_TABLE.c.session_id)).scalars())


def fold_stickies(tx: Tx, session_id: str) -> None:
    """Keep of a closed session what is still to be done or must not come again, in no order."""
    rows = list(stickies(tx, session_id))
    forget_stickies(tx, session_id)
    random.SystemRandom().shuffle(rows)
    for each in rows:
        if each.state is not StickyState.PLACED:
            save_sticky(tx, each)


def let_sticky_lie(tx: Tx, note: Note) -> None:
    """Remember that an item on the board stands for no note any more, and never makes one."""
    save_sticky(
        tx,
        Sticky(
            note_id=note.id,
            session_id=note.session_id,
            state=StickyState.DELETED,
            miro_item_id=note.miro_item_id,
        ),
    )


def forget_stickies(tx: Tx, session_id: str) -> None:
    """Forget everything about the stickies of a session."""
    tx.execute(sa.delete(_TABLE).where(_TABLE.c.session_id == session_id))


def _sticky(row: Any) -> Sticky:
    return Sticky(
        note_id=row.note_id,
        session_id=row.session_id,
        state=StickyState(row.state),
        miro_item_id=row.miro_item_id,
    )

"""Lines of private lists, asked for by their writer's id and never by a group alone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import fold
from plugin.domain.erasure_log import Went
from plugin.domain.hidden_texts import hide
from plugin.domain.overlap import Phrases
from plugin.domain.private_lists import PrivateLine, PrivateVerb
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.gone_words import remember_runs
from plugin.store.held_words import held_beside
from plugin.store.quotable import require_quotable

_LINE = t.private_line


def private_lines(tx: Tx, person_id: str, community_id: str) -> tuple[PrivateLine, ...]:
    """Return a person's list in a group, what is to be done first, as it may be read."""
    own = _LINE.c
    here = (own.person_id == person_id) & (own.community_id == community_id)
    rows = tx.execute(sa.select(_LINE).where(here).order_by(own.made_on, own.id)).all()
    held = held_beside(tx, community_id) if rows else None
    lines = [_line(row, held) for row in rows]
    return tuple(sorted(lines, key=lambda each: each.done_on is not None))


def add(tx: Tx, line: PrivateLine) -> None:
    """Store a line; raise BadInput for words that come back nowhere, or that are held."""
    require_quotable(tx, line.community_id, [line.words])
    tx.execute(
        sa.insert(_LINE).values(
            id=line.id,
            person_id=line.person_id,
            community_id=line.community_id,
            verb=line.verb.value,
            words=line.words,
            made_on=line.made_on,
            done_on=line.done_on,
        )
    )


def set_done(tx: Tx, person_id: str, line_id: str, day: date | None) -> None:
    """Say of a person's own line that it is done, or not; of another one nothing changes."""
    own = (_LINE.c.person_id == person_id) & (_LINE.c.id == line_id)
    tx.execute(sa.update(_LINE).where(own).values(done_on=day))


def erase(tx: Tx, person_id: str, line_id: str) -> None:
    """Erase a person's own line, so that no backup brings it back; of another nothing changes."""
    own = _LINE.c.person_id == person_id
    if tx.execute(sa.delete(_LINE).where(own, _LINE.c.id == line_id)).rowcount:
        note_gone(tx, Went.LINE_ERASED, line_id)


def erase_again(tx: Tx, line_id: str) -> None:
    """Erase a line of which a log tells that its writer erased it."""
    tx.execute(sa.delete(_LINE).where(_LINE.c.id == line_id))


def forget(tx: Tx, person_id: str, community_ids: Collection[str]) -> None:
    """Erase a person's lists in groups whose pages they do not read any more."""
    here = _LINE.c.community_id.in_(list(community_ids))
    tx.execute(sa.delete(_LINE).where(_LINE.c.person_id == person_id, here))


def drop_repeating(tx: Tx, community_ids: Collection[str], phrases: Phrases) -> int:
    """Erase lines that repeat these words; return how many."""
    here = _LINE.c.community_id.in_(list(community_ids))
    rows = tx.execute(sa.select(_LINE.c.id, _LINE.c.words).where(here)).all()
    found = {row.id: row.words for row in rows if phrases.stand_in(fold(row.words))}
    if found:
        remember_runs(tx, community_ids, phrases, found.values())
        tx.execute(sa.delete(_LINE).where(_LINE.c.id.in_(list(found))))
    return len(found)


def _line(row: Any, held: Phrases | None) -> PrivateLine:
    return PrivateLine(
        id=row.id,
        person_id=row.person_id,
        community_id=row.community_id,
        verb=PrivateVerb(row.verb),
        words=hide(row.words, held),
        made_on=row.made_on,
        done_on=row.done_on,
    )

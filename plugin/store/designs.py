"""Designs that groups made their own: each saving is a version, and no version changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import in_stored_order
from plugin.domain.hidden_texts import hide
from plugin.domain.overlap import Phrases
from plugin.store import own_texts
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.held_words import held_beside
from plugin.store.quotable import require_quotable


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """One version as it is stored: a document in the shape of a design's file, and its boxes."""

    design_id: str
    community_id: str
    base: str
    version: int
    document: Mapping[str, Any]
    boxes: tuple[tuple[str, str], ...]  # by place: key, and the label that the box came with
    made_at: datetime


def add_version(tx: Tx, stored: StoredVersion) -> None:
    """Store the next version of a design; the first one makes the design.

    Raise BadInput for words that come back nowhere.
    """
    newest = versions(tx, stored.design_id)[:1]
    before = [text for each in newest for text in _strings(each.document)]
    require_quotable(tx, stored.community_id, _strings(stored.document), before)
    known = sa.select(t.design.c.id).where(t.design.c.id == stored.design_id)
    if tx.execute(known).one_or_none() is None:
        tx.execute(
            sa.insert(t.design).values(
                id=stored.design_id,
                community_id=stored.community_id,
                base=stored.base,
                made_at=stored.made_at,
            )
        )
    tx.execute(
        sa.insert(t.design_version).values(
            design_id=stored.design_id,
            version=stored.version,
            document=_in_stored_order(stored.document),
            boxes=[list(box) for box in stored.boxes],
            made_at=stored.made_at,
        )
    )
    own_texts.note_changed(tx, stored.community_id, before, stored.document)


def version(tx: Tx, design_id: str, number: int) -> StoredVersion | None:
    """Return one version of a design, or None."""
    here = (t.design_version.c.design_id == design_id) & (t.design_version.c.version == number)
    row = tx.execute(_versions().where(here)).one_or_none()
    return None if row is None else _as_shown(tx, [row])[0]


def versions(tx: Tx, design_id: str) -> tuple[StoredVersion, ...]:
    """Return every version of a design, the newest first; none for a design that is not here."""
    newest_first = t.design_version.c.version.desc()
    rows = tx.execute(_versions().where(t.design.c.id == design_id).order_by(newest_first)).all()
    return _as_shown(tx, rows)


def designs(tx: Tx, community_id: str) -> tuple[StoredVersion, ...]:
    """Return every version of a group's designs: the last made design first, newest first."""
    rows = tx.execute(
        _versions()
        .where(t.design.c.community_id == community_id)
        .order_by(t.design.c.made_at.desc(), t.design.c.id, t.design_version.c.version.desc())
    ).all()
    return _as_shown(tx, rows)


def texts(tx: Tx, community_id: str) -> tuple[str, ...]:
    """Return everything that people wrote in a group's designs, in all versions."""
    return tuple(text for each in designs(tx, community_id) for text in _strings(each.document))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)


def _in_stored_order(value: Any) -> Any:
    if isinstance(value, str):
        return in_stored_order(value)
    if isinstance(value, Mapping):
        return {name: _in_stored_order(each) for name, each in value.items()}
    return [_in_stored_order(each) for each in value] if isinstance(value, list | tuple) else value


def set_answer(tx: Tx, design_id: str, proposal_id: str, version: int | None) -> None:
    """Record that an agreed sentence was taken into a version of a design, or left (None)."""
    if proposal_id not in answered(tx, design_id):
        tx.execute(
            sa.insert(t.design_answer).values(
                design_id=design_id, proposal_id=proposal_id, version=version
            )
        )


def answered(tx: Tx, design_id: str) -> frozenset[str]:
    """Return the ids of the agreed sentences that were taken into a design, or left."""
    own = t.design_answer.c
    wanted = sa.select(own.proposal_id).where(own.design_id == design_id)
    return frozenset(tx.execute(wanted).scalars())


def _versions() -> sa.Select[Any]:
    return sa.select(
        t.design_version,
        t.design.c.community_id,
        t.design.c.base,
    ).join(t.design, t.design.c.id == t.design_version.c.design_id)


def _as_shown(tx: Tx, rows: Sequence[Any]) -> tuple[StoredVersion, ...]:
    """Return versions without the sentences in which held words stand: boards would print them."""
    found = [_stored(row) for row in rows]
    held = held_beside(tx, found[0].community_id) if found else None
    if held is None:
        return tuple(found)
    return tuple(replace(each, document=_hidden(each.document, held)) for each in found)


def _hidden(value: Any, held: Phrases) -> Any:
    if isinstance(value, str):
        return hide(value, held)
    if isinstance(value, Mapping):
        return {name: _hidden(each, held) for name, each in value.items()}
    return [_hidden(each, held) for each in value] if isinstance(value, list | tuple) else value


def _stored(row: Any) -> StoredVersion:
    return StoredVersion(
        design_id=row.design_id,
        community_id=row.community_id,
        base=row.base,
        version=row.version,
        document=row.document,
        boxes=tuple((key, label) for key, label in row.boxes),
        made_at=row.made_at,
    )

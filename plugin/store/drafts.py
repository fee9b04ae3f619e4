"""Drafts of pieces: kept for whoever types them, shown to nobody else, gone once they are saved.

Texts in which held words stand are read as `quotable` shows them, and keep what was hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.drafts import ELSEWHERE, WENT, FormShown, PieceDraft
from plugin.domain.hidden_texts import hide, put_back
from plugin.domain.overlap import Phrases
from plugin.errors import BadInput
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.held_words import held_beside
from plugin.store.quotable import require_each_quotable

_OWN = t.draft.c
_TEXTS = ("title", "line", "narrative")


def draft_of_piece(tx: Tx, piece_id: str, person_id: str) -> PieceDraft | None:
    """Return what a person typed for a piece and has not saved."""
    return _one(tx, (_OWN.piece_id == piece_id) & (_OWN.person_id == person_id))


def draft(tx: Tx, draft_id: str, person_id: str) -> PieceDraft | None:
    """Return a person's own draft by its id."""
    return _one(tx, (_OWN.id == draft_id) & (_OWN.person_id == person_id))


def drafts_of(tx: Tx, community_id: str, person_id: str) -> tuple[PieceDraft, ...]:
    """Return a person's drafts in a community, the newest first."""
    here = (_OWN.community_id == community_id) & (_OWN.person_id == person_id)
    wanted = sa.select(t.draft).where(here)
    rows = tx.execute(wanted.order_by(_OWN.kept_at.desc(), _OWN.id)).all()
    held = held_beside(tx, community_id) if rows else None
    return tuple(_draft(row, held) for row in rows)


def keep(
    tx: Tx, draft: PieceDraft, person_id: str, stands: Sequence[str], shown: FormShown
) -> None:
    """Keep a draft in place of the one with its id; `stands` is what the piece says: it may stay.

    `shown` is the form that it was typed into. Raise BadInput for words that come back nowhere.
    """
    before = _row(tx, (_OWN.id == draft.id) & (_OWN.person_id == person_id))
    if before is not None and not shown.follows(_draft(before, None)):
        raise BadInput(ELSEWHERE)
    words: tuple[str, ...] = draft.words
    if before is not None:
        if draft.version != before.version:
            raise BadInput(WENT)
        held = held_beside(tx, draft.community_id)
        old = [getattr(before, name) for name in _TEXTS]
        words = tuple(put_back(new, was, held) for new, was in zip(words, old, strict=True))
    require_each_quotable(tx, draft.community_id, list(zip(words, stands, strict=True)))
    values: dict[str, Any] = dict(zip(_TEXTS, words, strict=True)) | {
        "kind": draft.kind,
        "after": draft.after,
        "note_ids": list(draft.note_ids),
        "against": list(draft.against),
        "fits": draft.fits,
        "kept_in": draft.window,
        "cluster_id": draft.cluster_id,
        "kept_at": draft.kept_at,
    }
    if before is not None:
        tx.execute(sa.update(t.draft).where(_OWN.id == draft.id).values(**values))
        return
    # Its form may have shown one from which words went: it goes on with that number.
    values |= {"version": draft.version}
    values |= {"community_id": draft.community_id, "piece_id": draft.piece_id}
    tx.execute(sa.insert(t.draft).values(id=draft.id, person_id=person_id, **values))


def forget(tx: Tx, draft_id: str, person_id: str) -> None:
    """Erase a person's draft."""
    tx.execute(sa.delete(t.draft).where(_OWN.id == draft_id, _OWN.person_id == person_id))


def forget_of_piece(tx: Tx, piece_id: str, person_id: str) -> None:
    """Erase what a person typed for a piece and has not saved."""
    tx.execute(sa.delete(t.draft).where(_OWN.piece_id == piece_id, _OWN.person_id == person_id))


def forget_of_person(tx: Tx, person_id: str, community_ids: Collection[str]) -> None:
    """Erase what a person typed in some groups and has not saved."""
    here = _OWN.community_id.in_(list(community_ids)) & (_OWN.person_id == person_id)
    tx.execute(sa.delete(t.draft).where(here))


def drafts_beside(
    tx: Tx, piece_id: str, person_id: str | None, since: datetime
) -> tuple[PieceDraft | None, tuple[tuple[str, str], ...]]:
    """Return a person's draft of a piece, and who typed words for it since then: ids and names."""
    person = t.person.c
    wanted = (
        sa.select(t.draft, person.name)
        .join(t.person, person.id == _OWN.person_id)
        .where(_OWN.piece_id == piece_id)
        .order_by(_OWN.kept_at.desc(), person.id)
    )
    rows = tx.execute(wanted).all()
    own = next((row for row in rows if row.person_id == person_id), None)
    held = held_beside(tx, own.community_id) if own else None
    others = tuple((row.person_id, row.name) for row in rows if row.kept_at >= since)
    return (_draft(own, held) if own else None), others


def _row(tx: Tx, here: sa.ColumnElement[bool]) -> Any:
    return tx.execute(sa.select(t.draft).where(here)).one_or_none()


def _one(tx: Tx, here: sa.ColumnElement[bool]) -> PieceDraft | None:
    row = _row(tx, here)
    return None if row is None else _draft(row, held_beside(tx, row.community_id))


def _draft(row: Any, held: Phrases | None) -> PieceDraft:
    return PieceDraft(
        id=row.id,
        community_id=row.community_id,
        piece_id=row.piece_id,
        title=hide(row.title, held),
        line=hide(row.line, held),
        narrative=hide(row.narrative, held),
        kind=row.kind,
        after=row.after,
        note_ids=tuple(row.note_ids),
        against=tuple(row.against or ()),
        fits=row.fits,
        window=row.kept_in,
        cluster_id=row.cluster_id,
        version=row.version,
        kept_at=row.kept_at,
    )

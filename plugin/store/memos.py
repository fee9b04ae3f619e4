"""Memos beside clusters, themes and pieces of a community.

Texts in which held words stand are read as `quotable` shows them, and keep what was hidden.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from plugin.domain.hidden_texts import hide, put_back
from plugin.domain.memos import MemoAbout, ThingMemo, require_memo_unchanged
from plugin.domain.themes import MEMO_MAX
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.held_words import held_beside
from plugin.store.quotable import require_each_quotable

_OWN = t.thing_memo.c


def memos_about(
    tx: Tx, community_id: str, person_id: str | None, about: MemoAbout, ids: Collection[str] = ()
) -> dict[str, tuple[ThingMemo, ...]]:
    """Return a person's memos and those that others share, by what they stand beside.

    Without `ids` of all things of this kind in the community. None is nobody: only what is shared.
    """
    own = _OWN.person_id == person_id
    here = (_OWN.community_id == community_id) & (_OWN.about == about.value)
    if ids:
        here &= _OWN.about_id.in_(list(ids))
    wanted = sa.select(t.thing_memo).where(here, sa.or_(own, _OWN.is_shared), _OWN.words != "")
    rows = tx.execute(wanted.order_by(_OWN.about_id, _OWN.id)).all()
    held = held_beside(tx, community_id) if rows else None
    found: dict[str, tuple[ThingMemo, ...]] = {}
    for row in rows:
        memo = ThingMemo(
            about=about,
            about_id=row.about_id,
            words=hide(row.words, held),
            is_shared=row.is_shared,
            is_own=row.person_id == person_id,
        )
        found[row.about_id] = (*found.get(row.about_id, ()), memo)
    return found


def save(
    tx: Tx,
    community_id: str,
    person_id: str,
    memo: ThingMemo,
    new_id: str,
    shown: str | None = None,
) -> None:
    """Store a person's memo, or forget it if it is empty.

    Raise BadInput for words that come back nowhere, and where it is not what a form had
    `shown`. What was hidden from its writer stays.
    """
    own = (
        (_OWN.about == memo.about.value)
        & (_OWN.about_id == memo.about_id)
        & (_OWN.person_id == person_id)
    )
    before = tx.execute(sa.select(_OWN.words).where(own)).scalar() or ""
    held = held_beside(tx, community_id)
    require_memo_unchanged(shown, hide(before, held))
    words = put_back(memo.words, before, held)
    require_each_quotable(tx, community_id, [(words, before)])
    tx.execute(sa.delete(t.thing_memo).where(own))
    if words:
        tx.execute(
            sa.insert(t.thing_memo).values(
                id=new_id,
                community_id=community_id,
                about=memo.about.value,
                about_id=memo.about_id,
                person_id=person_id,
                words=words,
                is_shared=memo.is_shared,
            )
        )


def has_any(tx: Tx, about: MemoAbout, about_id: str) -> bool:
    """Say whether anybody wrote a memo beside a thing."""
    here = (_OWN.about == about.value) & (_OWN.about_id == about_id) & (_OWN.words != "")
    return tx.execute(sa.select(sa.literal(1)).where(here).limit(1)).first() is not None


def forget_about(tx: Tx, about: MemoAbout, about_id: str) -> None:
    """Erase every memo beside a thing that is removed."""
    here = (_OWN.about == about.value) & (_OWN.about_id == about_id)
    tx.execute(sa.delete(t.thing_memo).where(here))


def forget_private(tx: Tx, person_id: str, community_ids: Collection[str]) -> None:
    """Erase a person's memos in some groups that they shared with nobody, beside notes too."""
    groups = list(community_ids)
    of = (_OWN.person_id == person_id) & _OWN.is_shared.is_(False)
    tx.execute(sa.delete(t.thing_memo).where(of, _OWN.community_id.in_(groups)))
    note, session = t.note.c, t.session.c
    notes = sa.select(note.id).join(t.session, session.id == note.session_id)
    beside = t.memo.c.note_id.in_(notes.where(session.community_id.in_(groups)))
    own = (t.memo.c.person_id == person_id) & t.memo.c.is_shared.is_(False)
    tx.execute(sa.delete(t.memo).where(own, beside))


def move_to(tx: Tx, theme_id: str, into: str) -> None:
    """Let the memos beside a theme stand beside the one it is merged into.

    Who has a memo at both keeps them in one, as far as it fits; else the older stays where it is.
    """
    theme = _OWN.about == MemoAbout.THEME.value
    rows = tx.execute(sa.select(t.thing_memo).where(theme, _OWN.about_id == theme_id)).all()
    there = {
        row.person_id: row
        for row in tx.execute(sa.select(t.thing_memo).where(theme, _OWN.about_id == into))
    }
    for row in rows:
        other = there.get(row.person_id)
        if other is None:
            values = {"about_id": into}
            tx.execute(sa.update(t.thing_memo).where(_OWN.id == row.id).values(**values))
            continue
        words = f"{other.words}\n\n{row.words}"
        if len(words) > MEMO_MAX or other.is_shared != row.is_shared:
            continue
        tx.execute(sa.update(t.thing_memo).where(_OWN.id == other.id).values(words=words))
        tx.execute(sa.delete(t.thing_memo).where(_OWN.id == row.id))

"""Permissions that sponsors were asked for and gave; a link is known by the hash of its token."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.domain.permissions import Permission, PermissionWords
from plugin.store import communities as stored_communities
from plugin.store import own_texts
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.engine import once
from plugin.store.erasure_log import note_gone
from plugin.store.held_words import held_beside
from plugin.store.quotable import permission_to_store, require_each_quotable, shown_permission
from plugin.store.sign_ins import hash_of

_PERMISSION = t.permission


def ask_permission(tx: Tx, permission: Permission, token: str) -> None:
    """Store a permission to be agreed by whoever has a link; one that waited before is dropped.

    Raise BadInput for words that come back nowhere.
    """
    _require_quotable(tx, permission.community_id, permission.words)
    drop_waiting(tx, permission.community_id)
    tx.execute(
        sa.insert(_PERMISSION).values(
            id=permission.id,
            community_id=permission.community_id,
            asked_by=permission.asked_by,
            let_in_by=list(permission.let_in_by) or None,
            token_hash=hash_of(token),
            until=permission.until,
            **_words(permission.words),
        )
    )


def drop_waiting(tx: Tx, community_id: str) -> None:
    """Forget a permission that nobody agreed, and its link."""
    own = _PERMISSION.c
    tx.execute(
        sa.delete(_PERMISSION).where(own.community_id == community_id, own.agreed_on.is_(None))
    )


def drop(tx: Tx, permission_id: str) -> None:
    """Forget one permission, and its link."""
    tx.execute(sa.delete(_PERMISSION).where(_PERMISSION.c.id == permission_id))


def permission_by_link(tx: Tx, token: str, now: datetime) -> Permission | None:
    """Return what an unused link leads to; None if it is unknown, used or too old."""
    own = _PERMISSION.c
    wanted = sa.select(_PERMISSION).where(own.token_hash == hash_of(token), own.until > now)
    row = tx.execute(wanted).one_or_none()
    return None if row is None else _shown(tx, _permission(row))


def agree(tx: Tx, permission_id: str, agreed: PermissionWords, day: date) -> None:
    """Store the sponsor's words and the day on which they agreed; the link ends.

    Raise BadInput for words that come back nowhere.
    """
    own = _PERMISSION.c.id == permission_id
    asked = _permission(tx.execute(sa.select(_PERMISSION).where(own)).one())
    held = held_beside(tx, asked.community_id)
    agreed = permission_to_store(agreed, asked.words, held)
    _require_quotable(tx, asked.community_id, agreed)
    in_force = [each for each in permissions(tx, asked.community_id) if each.agreed_on is not None]
    before = [text for each in in_force[:1] for text in each.words.texts]
    own_texts.note_changed(tx, asked.community_id, before, agreed.texts)
    note_gone(tx, Went.PERMITTED, asked.community_id, permission=permission_id)
    values = {"token_hash": None, "agreed_on": day, **_words(agreed)}
    tx.execute(sa.update(_PERMISSION).where(own).values(**values))


def permissions(tx: Tx, community_id: str) -> tuple[Permission, ...]:
    """Return the permissions of a community: those that wait, then the latest first.

    Of two that were agreed on one day the one that was asked for later follows the other.
    """
    wanted = sa.select(_PERMISSION).where(_PERMISSION.c.community_id == community_id)
    rows = once(("permissions", community_id), lambda: tx.execute(wanted).all())
    found = [_shown(tx, _permission(row)) for row in rows]
    return tuple(
        sorted(found, key=lambda each: (each.agreed_on or date.max, each.until), reverse=True)
    )


def _require_quotable(tx: Tx, community_id: str, words: PermissionWords) -> None:
    known = stored_communities.community(tx, community_id)
    now = (known.permission_note, known.sponsor, "", "") if known else ("", "", "", "")
    require_each_quotable(tx, community_id, zip(words.texts, now, strict=True))


def _shown(tx: Tx, stored: Permission) -> Permission:
    held = held_beside(tx, stored.community_id)
    return replace(stored, words=shown_permission(stored.words, held))


def _words(given: PermissionWords) -> dict[str, Any]:
    return {
        "note": given.note,
        "sponsor": given.sponsor,
        "receives": given.receives,
        "never_asks": given.never_asks,
        "review_on": given.review_on,
    }


def _permission(row: Any) -> Permission:
    return Permission(
        id=row.id,
        community_id=row.community_id,
        words=PermissionWords(
            note=row.note,
            sponsor=row.sponsor,
            receives=row.receives,
            never_asks=row.never_asks,
            review_on=row.review_on,
        ),
        asked_by=row.asked_by,
        until=row.until,
        agreed_on=row.agreed_on,
        let_in_by=tuple(row.let_in_by or ()),
    )

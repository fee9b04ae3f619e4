"""Tokens of the API; of the token itself only a hash is stored, which opens nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.api_tokens import ApiToken, Scope
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.sign_ins import hash_of

_OWN = t.api_token.c


def add(tx: Tx, secret: str, token: ApiToken) -> None:
    """Store a new token under the hash of its secret."""
    tx.execute(
        sa.insert(t.api_token).values(
            id=token.id,
            person_id=token.person_id,
            token_hash=hash_of(secret),
            name=token.name,
            scopes=list(token.scope_names),
            made_at=token.made_at,
            until=token.until,
            let_in_by=list(token.let_in_by) or None,
            only_in=token.only_in,
        )
    )


def by_secret(tx: Tx, secret: str, now: datetime) -> ApiToken | None:
    """Return the token with this secret, if it is good now."""
    good = (_OWN.token_hash == hash_of(secret)) & (_OWN.until > now)
    row = tx.execute(sa.select(t.api_token).where(good)).one_or_none()
    return None if row is None else _token(row)


def of_person(tx: Tx, person_id: str, now: datetime) -> tuple[ApiToken, ...]:
    """Return a person's tokens that are good now, the newest first."""
    good = (_OWN.person_id == person_id) & (_OWN.until > now)
    wanted = sa.select(t.api_token).where(good).order_by(_OWN.made_at.desc(), _OWN.id)
    return tuple(_token(row) for row in tx.execute(wanted))


def is_there(tx: Tx, token_id: str) -> bool:
    """Say whether a token of this id was made."""
    return tx.execute(sa.select(_OWN.id).where(_OWN.id == token_id)).first() is not None


def note_use(tx: Tx, token_id: str, day: date) -> None:
    """Remember the day on which a token was used last."""
    tx.execute(sa.update(t.api_token).where(_OWN.id == token_id).values(used_on=day))


def revoke(tx: Tx, person_id: str, token_id: str) -> bool:
    """Forget one of a person's tokens; say whether it was there."""
    own = (_OWN.person_id == person_id) & (_OWN.id == token_id)
    return tx.execute(sa.delete(t.api_token).where(own)).rowcount == 1


def forget_over(tx: Tx, now: datetime) -> None:
    """Forget tokens whose time is over."""
    tx.execute(sa.delete(t.api_token).where(_OWN.until <= now))


def _token(row: Any) -> ApiToken:
    known = {scope.value: scope for scope in Scope}
    return ApiToken(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        scopes=frozenset(known[each] for each in row.scopes if each in known),
        made_at=row.made_at,
        until=row.until,
        used_on=row.used_on,
        let_in_by=tuple(row.let_in_by or ()),
        only_in=row.only_in,
    )

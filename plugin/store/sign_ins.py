"""One-time links, sign-ins, and the states with which somebody comes back from a vendor.

Every token is hashed at this border: the database never holds one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.people import Actor
from plugin.store import people as stored_people
from plugin.store import sign_in_tables, tables
from plugin.store.database import Tx


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in that has not ended."""

    person_id: str
    made_at: datetime
    last_seen_at: datetime
    let_in_by: tuple[str, ...] = ()
    only_in: str | None = None  # the partnership in which alone the person is let in
    by_provider: bool = False


@dataclass(frozen=True, slots=True)
class UsedLink:
    """A link that was just used up: whom it signs in, who made it (`domain.people.Actor`), where.

    What one partnership's people make lets nobody into another one. An OpenID provider's word
    that somebody signed in there counts as a link of their own.
    """

    person_id: str
    let_in_by: tuple[str, ...] = ()
    only_in: str | None = None
    by_provider: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """What somebody was sent away with, to connect an account of a partnership."""

    vendor: str
    partnership_id: str
    made_at: datetime


def add_link(
    tx: Tx,
    token: str,
    person_id: str,
    until: datetime,
    let_in_by: Sequence[str] = (),
    only_in: str | None = None,
) -> None:
    """Store a one-time link."""
    tx.execute(
        sa.insert(sign_in_tables.sign_in_link).values(
            token_hash=hash_of(token),
            person_id=person_id,
            until=until,
            let_in_by=list(let_in_by) or None,
            only_in=only_in,
        )
    )


def own_links(tx: Tx, person_id: str, until: datetime) -> int:
    """Return how many of a person's own links, used ones too, last beyond a moment."""
    link = sign_in_tables.sign_in_link.c
    own = (link.person_id == person_id) & link.only_in.is_(None) & (link.until > until)
    return tx.execute(sa.select(sa.func.count()).where(own)).scalar_one()


def use_link(tx: Tx, token: str, now: datetime) -> UsedLink | None:
    """Use a one-time link up and return whose it was; None if unknown, used or too old.

    The person's other links end with it.
    """
    link = sign_in_tables.sign_in_link.c
    fits = (link.token_hash == hash_of(token)) & link.used_at.is_(None) & (link.until > now)
    row = tx.execute(sa.select(sign_in_tables.sign_in_link).where(fits)).one_or_none()
    used = tx.execute(
        sa.update(sign_in_tables.sign_in_link).where(fits).values(used_at=now)
    ).rowcount
    if row is None or used != 1:
        return None
    end_links(tx, row.person_id)
    return UsedLink(row.person_id, _ids(row), row.only_in)


def forget_link(tx: Tx, token: str) -> None:
    """Forget a link that nobody was given."""
    link = sign_in_tables.sign_in_link
    tx.execute(sa.delete(link).where(link.c.token_hash == hash_of(token)))


def end_links(tx: Tx, person_id: str, only_in: str | None = None) -> None:
    """Let none of a person's unused links sign in any more, or none into one partnership."""
    link = sign_in_tables.sign_in_link.c
    unused = (link.person_id == person_id) & link.used_at.is_(None)
    here = sa.true() if only_in is None else link.only_in == only_in
    tx.execute(sa.delete(sign_in_tables.sign_in_link).where(unused, here))


def begin(tx: Tx, token: str, used: UsedLink, now: datetime) -> None:
    """Store a new sign-in, as far as its link lets its person in."""
    tx.execute(
        sa.insert(sign_in_tables.sign_in).values(
            token_hash=hash_of(token),
            person_id=used.person_id,
            made_at=now,
            last_seen_at=now,
            let_in_by=list(used.let_in_by) or None,
            only_in=used.only_in,
            by_provider=used.by_provider,
        )
    )


def find(tx: Tx, token: str) -> SignIn | None:
    """Return a sign-in that nobody has ended, or None; how old it may be, callers know."""
    row = tx.execute(sa.select(sign_in_tables.sign_in).where(_open(token))).one_or_none()
    return None if row is None else _sign_in(row)


def with_person(tx: Tx, token: str) -> tuple[SignIn, Actor] | None:
    """Return a sign-in that nobody has ended, and whoever signed in with their present roles."""
    own = sign_in_tables.sign_in
    people = stored_people.with_places(outer=True).add_columns(*own.c)
    signed = people.join(own, own.c.person_id == tables.person.c.id)
    rows = tx.execute(signed.where(_open(token))).all()
    if not rows:
        return None
    found = _sign_in(rows[0])
    return found, stored_people.actor_of(rows, found.only_in)


def _sign_in(row: Any) -> SignIn:
    return SignIn(
        person_id=row.person_id,
        made_at=row.made_at,
        last_seen_at=row.last_seen_at,
        let_in_by=_ids(row),
        only_in=row.only_in,
        by_provider=row.by_provider,
    )


def seen(tx: Tx, token: str, now: datetime) -> None:
    """Remember that a sign-in was used."""
    tx.execute(sa.update(sign_in_tables.sign_in).where(_open(token)).values(last_seen_at=now))


def end(tx: Tx, token: str, now: datetime) -> None:
    """End one sign-in, and the person's links that were not used yet."""
    found = find(tx, token)
    if found is not None:
        tx.execute(sa.update(sign_in_tables.sign_in).where(_open(token)).values(ended_at=now))
        end_links(tx, found.person_id)


def end_sessions(tx: Tx, person_id: str, now: datetime, only_in: str | None = None) -> int:
    """End all sign-ins and unused links of a person at once; return how many sign-ins ended.

    Those into one partnership alone, if it is given. Names in Miro are linked and tokens of the API
    are made by a sign-in, and end with it.
    """
    is_open = (
        sign_in_tables.sign_in.c.person_id == person_id
    ) & sign_in_tables.sign_in.c.ended_at.is_(None)
    here = sa.true() if only_in is None else sign_in_tables.sign_in.c.only_in == only_in
    end_links(tx, person_id, only_in)
    for table in (sign_in_tables.miro_person, sign_in_tables.api_token):
        of_it = sa.true() if only_in is None else table.c.only_in == only_in
        tx.execute(sa.delete(table).where(table.c.person_id == person_id, of_it))
    return tx.execute(
        sa.update(sign_in_tables.sign_in).where(is_open, here).values(ended_at=now)
    ).rowcount


def forget_old(tx: Tx, before: datetime, unseen_since: datetime, made_before: datetime) -> int:
    """Delete what ended before a moment, or has lapsed; return how many rows went."""
    link, sign_in, state = (
        sign_in_tables.sign_in_link.c,
        sign_in_tables.sign_in.c,
        sign_in_tables.oauth_state.c,
    )
    lapsed = (sign_in.last_seen_at < unseen_since) | (sign_in.made_at < made_before)
    gone = (
        sa.delete(sign_in_tables.sign_in_link).where(
            (link.until < before) | (link.used_at < before)
        ),
        sa.delete(sign_in_tables.sign_in).where((sign_in.ended_at < before) | lapsed),
        sa.delete(sign_in_tables.oauth_state).where(state.made_at < before),
    )
    return sum(tx.execute(each).rowcount for each in gone)


def keep_state(
    tx: Tx, state: str, sign_in: str, vendor: str, partnership_id: str, now: datetime
) -> None:
    """Store the state with which this sign-in was sent away."""
    tx.execute(
        sa.insert(sign_in_tables.oauth_state).values(
            state_hash=hash_of(state),
            sign_in_hash=hash_of(sign_in),
            vendor=vendor,
            partnership_id=partnership_id,
            made_at=now,
        )
    )


def is_away(tx: Tx, sign_in: str) -> bool:
    """Say whether this sign-in was sent away and has not come back."""
    wanted = (
        sign_in_tables.oauth_state.c.sign_in_hash == hash_of(sign_in)
    ) & sign_in_tables.oauth_state.c.used_at.is_(None)
    return (
        tx.execute(sa.select(sign_in_tables.oauth_state.c.state_hash).where(wanted)).first()
        is not None
    )


def take_state(tx: Tx, state: str, sign_in: str, now: datetime) -> State | None:
    """Use a state up and return it; None if it is unknown, used, or of another sign-in."""
    column = sign_in_tables.oauth_state.c
    fits = (
        (column.state_hash == hash_of(state))
        & (column.sign_in_hash == hash_of(sign_in))
        & column.used_at.is_(None)
    )
    row = tx.execute(sa.select(sign_in_tables.oauth_state).where(fits)).one_or_none()
    used = tx.execute(
        sa.update(sign_in_tables.oauth_state).where(fits).values(used_at=now)
    ).rowcount
    return State(row.vendor, row.partnership_id, row.made_at) if row and used == 1 else None


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _ids(row: Any) -> tuple[str, ...]:
    return tuple(row.let_in_by or ())


def _open(token: str) -> sa.ColumnElement[bool]:
    return (
        sign_in_tables.sign_in.c.token_hash == hash_of(token)
    ) & sign_in_tables.sign_in.c.ended_at.is_(None)

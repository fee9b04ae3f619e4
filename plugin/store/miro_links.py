"""Which person a Miro name belongs to, and the one-time codes with which they say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.sign_ins import hash_of


@dataclass(frozen=True, slots=True)
class LinkedPerson:
    """Whose a Miro name is, and under which sign-in it was linked (`domain.people.Actor`)."""

    person_id: str
    let_in_by: tuple[str, ...] = ()
    only_in: str | None = None


def linked_person(tx: Tx, miro_user_hash: str) -> LinkedPerson | None:
    """Return whose a Miro name is, or None."""
    own = t.miro_person.c
    row = tx.execute(
        sa.select(t.miro_person).where(own.miro_user_hash == miro_user_hash)
    ).one_or_none()
    if row is None:
        return None
    return LinkedPerson(row.person_id, tuple(row.let_in_by or ()), row.only_in)


def link(
    tx: Tx,
    miro_user_hash: str,
    person_id: str,
    let_in_by: Sequence[str],
    only_in: str | None,
    now: datetime,
) -> None:
    """Store whose a Miro name is, whosever it was before."""
    unlink(tx, miro_user_hash)
    tx.execute(
        sa.insert(t.miro_person).values(
            miro_user_hash=miro_user_hash,
            person_id=person_id,
            linked_at=now,
            let_in_by=list(let_in_by) or None,
            only_in=only_in,
        )
    )


def unlink(tx: Tx, miro_user_hash: str) -> None:
    """Forget whose a Miro name is."""
    tx.execute(sa.delete(t.miro_person).where(t.miro_person.c.miro_user_hash == miro_user_hash))


def add_code(tx: Tx, code: str, miro_user_hash: str, until: datetime) -> None:
    """Store a code for a Miro name; the one that it had before is good no more."""
    own = t.miro_link_code.c
    tx.execute(sa.delete(t.miro_link_code).where(own.miro_user_hash == miro_user_hash))
    tx.execute(
        sa.insert(t.miro_link_code).values(
            code_hash=hash_of(code), miro_user_hash=miro_user_hash, until=until
        )
    )


def is_open(tx: Tx, code: str, now: datetime) -> bool:
    """Say whether a code is good now."""
    own = t.miro_link_code.c
    wanted = sa.select(own.code_hash).where(own.code_hash == hash_of(code), own.until > now)
    return tx.execute(wanted).first() is not None


def take_code(tx: Tx, code: str, now: datetime) -> str | None:
    """Use a code up; return the keyed hash of its Miro name, None for a code that is not good."""
    own = t.miro_link_code.c
    row = tx.execute(
        sa.select(t.miro_link_code).where(own.code_hash == hash_of(code))
    ).one_or_none()
    gone = tx.execute(sa.delete(t.miro_link_code).where(own.code_hash == hash_of(code))).rowcount
    return row.miro_user_hash if row is not None and gone == 1 and row.until > now else None


def forget_old_codes(tx: Tx, now: datetime) -> None:
    """Forget codes that nobody used in time."""
    tx.execute(sa.delete(t.miro_link_code).where(t.miro_link_code.c.until <= now))

"""Mails that wait to be sent: written in the transaction that they tell of, sent afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.store import tables as t
from plugin.store.database import Tx

LESS_SUBJECT = "Something waits for you"
LESS = (
    "Something here waits for you to look at it. What this mail said is left out, since words in "
    "it were taken back. The page says what it is about, and until when:\n\n{link}\n"
)
SIGN_IN = "/sign-in/"  # the path of a mail whose link is made when it is sent, before others


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A mail to one person; `path` is the page here that it leads to."""

    id: str
    person_id: str
    subject: str
    body: str
    path: str
    made_at: datetime
    not_after: datetime  # nobody needs it any more after this
    partnership_id: str | None = None  # what it is about


def add_mail(tx: Tx, mail: OutgoingMail) -> None:
    """Store a mail to be sent."""
    tx.execute(
        sa.insert(t.outgoing_mail).values(
            id=mail.id,
            person_id=mail.person_id,
            subject=mail.subject,
            body=mail.body,
            path=mail.path,
            made_at=mail.made_at,
            not_after=mail.not_after,
            partnership_id=mail.partnership_id,
        )
    )


def due_mails(tx: Tx, now: datetime) -> tuple[tuple[OutgoingMail, str], ...]:
    """Return the mails that can be sent, each with the address its person has now."""
    rows = tx.execute(_due(now).order_by(t.outgoing_mail.c.made_at, t.outgoing_mail.c.id)).all()
    return tuple((_mail(row), row.email) for row in rows)


def next_mail(tx: Tx, now: datetime) -> tuple[OutgoingMail, str] | None:
    """Return the mail to be sent next, with the address its person has now; None where none is."""
    mail = t.outgoing_mail.c
    waits_for_it = sa.case((mail.path == SIGN_IN, 0), else_=1)
    row = tx.execute(_due(now).order_by(waits_for_it, mail.made_at, mail.id).limit(1)).one_or_none()
    return None if row is None else (_mail(row), row.email)


def waits_for(tx: Tx, person_id: str, path: str, now: datetime) -> bool:
    """Say whether a mail that leads to a page waits for a person."""
    mail = t.outgoing_mail.c
    own = _due(now).where(mail.person_id == person_id, mail.path == path)
    return tx.execute(own.limit(1)).first() is not None


def _due(now: datetime) -> sa.Select[Any]:
    return (
        sa.select(t.outgoing_mail, t.person.c.email)
        .join(t.person, t.person.c.id == t.outgoing_mail.c.person_id)
        .where(t.outgoing_mail.c.not_after > now, t.person.c.email.is_not(None))
    )


def waiting_mails(tx: Tx, partnership_id: str) -> tuple[OutgoingMail, ...]:
    """Return the mails about a partnership that were not sent yet."""
    wanted = sa.select(t.outgoing_mail).where(t.outgoing_mail.c.partnership_id == partnership_id)
    return tuple(_mail(row) for row in tx.execute(wanted).all())


def drop_mail(tx: Tx, mail_id: str) -> None:
    """Forget a mail that was sent."""
    tx.execute(sa.delete(t.outgoing_mail).where(t.outgoing_mail.c.id == mail_id))


def say_less(tx: Tx, mail_id: str) -> None:
    """Leave what a mail says out, for words in it that went: whoever gets it still looks."""
    own = t.outgoing_mail.c.id == mail_id
    tx.execute(sa.update(t.outgoing_mail).where(own).values(subject=LESS_SUBJECT, body=LESS))


def drop_old_mails(tx: Tx, now: datetime) -> None:
    """Forget mails that nobody needs any more."""
    tx.execute(sa.delete(t.outgoing_mail).where(t.outgoing_mail.c.not_after <= now))


def has_old_mails(tx: Tx, now: datetime) -> bool:
    """Say whether there is a mail that nobody needs any more."""
    old = sa.select(t.outgoing_mail.c.id).where(t.outgoing_mail.c.not_after <= now).limit(1)
    return tx.execute(old).first() is not None


def _mail(row: sa.Row[tuple[object, ...]]) -> OutgoingMail:
    return OutgoingMail(
        id=row.id,
        person_id=row.person_id,
        subject=row.subject,
        body=row.body,
        path=row.path,
        made_at=row.made_at,
        not_after=row.not_after,
        partnership_id=row.partnership_id,
    )

"""Complaints, for their readers, and for whoever wrote them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from plugin.domain.communities import Community
from plugin.domain.complaint_log import RaisedComplaint
from plugin.domain.hidden_texts import hide
from plugin.domain.overlap import Phrases
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.gone_words import remember_runs
from plugin.store.held_words import held_beside
from plugin.store.repeating import empty_repeating

_OWN = t.complaint.c


def add(tx: Tx, complaint: RaisedComplaint) -> None:
    """Store a complaint; whatever its words are, since nobody is told to complain otherwise."""
    tx.execute(
        sa.insert(t.complaint).values(
            id=complaint.id,
            community_id=complaint.community_id,
            made_on=complaint.made_on,
            words=complaint.words,
            reply_to=complaint.reply_to,
            link_hash=complaint.link_hash,
            made_by=complaint.made_by,
            readers=list(complaint.readers),
        )
    )


def complaints(tx: Tx, community_id: str) -> tuple[RaisedComplaint, ...]:
    """Return the complaints of a group, open ones first, without words that are held."""
    is_answered = _OWN.answered_on.is_not(None)
    wanted = sa.select(t.complaint).where(_OWN.community_id == community_id)
    rows = tx.execute(wanted.order_by(is_answered, _OWN.made_on, _OWN.id)).all()
    held = held_beside(tx, community_id) if rows else None
    return tuple(_complaint(row, held) for row in rows)


def of_writer(
    tx: Tx, community_id: str, *, link_hash: str | None = None, person_id: str | None = None
) -> tuple[RaisedComplaint, ...]:
    """Return the complaints that were written with a link, or by a person, the newest first."""
    known = _OWN.link_hash == link_hash if link_hash else _OWN.made_by == person_id
    wanted = sa.select(t.complaint).where(_OWN.community_id == community_id, known)
    rows = tx.execute(wanted.order_by(_OWN.made_on.desc(), _OWN.id)).all()
    held = held_beside(tx, community_id) if rows else None
    return tuple(_complaint(row, held) for row in rows)


def is_known(tx: Tx, complaint_id: str) -> bool:
    """Say whether a complaint is stored."""
    return tx.execute(sa.select(_OWN.id).where(_OWN.id == complaint_id)).first() is not None


def waits_in_group(
    tx: Tx, group: Community, reader_ids: Collection[str], today: date
) -> tuple[date | None, int]:
    """Return the last day of a group's legal holds, and how many complaints wait for these.

    None waits for people of whom one has an address that somebody else put in another's place.
    """
    every, replaced = sa.cast(_OWN.readers, sa.Text), t.address_writer.c
    is_replaced = sa.select(replaced.id).where(
        replaced.partnership_id == group.partnership_id,
        replaced.person_id.in_(list(reader_ids)),
        replaced.replaced_at.is_not(None),
    )
    open_ones = sa.select(sa.func.count(_OWN.id)).where(
        _OWN.community_id == group.id,
        _OWN.answered_on.is_(None),
        sa.literal(bool(reader_ids)),
        ~is_replaced.exists(),
        *(every.contains(f'"{each}"', autoescape=True) for each in sorted(reader_ids)),
    )
    hold = t.legal_hold.c
    last = sa.select(sa.func.max(hold.until)).where(
        hold.community_id == group.id, hold.ended_on.is_(None), hold.until >= today
    )
    row = tx.execute(sa.select(last.scalar_subquery(), open_ones.scalar_subquery())).one()
    return row[0], row[1]


def say_arrived(tx: Tx, community_id: str, complaint_id: str, day: date) -> None:
    """Let its writer read that a complaint has arrived; said once."""
    own = (_OWN.id == complaint_id) & (_OWN.community_id == community_id)
    tx.execute(sa.update(t.complaint).where(own, _OWN.arrived_on.is_(None)).values(arrived_on=day))


def answer(tx: Tx, community_id: str, complaint_id: str, words: str, day: date) -> None:
    """Store an answer, in place of one that was given before."""
    say_arrived(tx, community_id, complaint_id, day)
    own = (_OWN.id == complaint_id) & (_OWN.community_id == community_id)
    tx.execute(sa.update(t.complaint).where(own).values(answer=words, answered_on=day))


def forget_answered_before(tx: Tx, day: date) -> None:
    """Erase complaints that were answered before a day."""
    tx.execute(sa.delete(t.complaint).where(_OWN.answered_on < day))


def drop_repeating(
    tx: Tx, community_ids: Collection[str], phrases: Phrases, written_on: date | None
) -> int:
    """Empty complaints and answers that repeat these words; return how many texts.

    A complaint that was there when the words were written repeats nothing. Whoever it is about
    could erase it otherwise: by a note with its words, which they take back.
    """
    here = _OWN.community_id.in_(list(community_ids))
    asked, answered = sa.and_(here), sa.and_(here)
    if written_on is not None:
        asked = sa.and_(here, _OWN.made_on > written_on)
        answered = sa.and_(here, _OWN.answered_on > written_on)
    texts = ((_OWN.words, asked), (_OWN.reply_to, asked), (_OWN.answer, answered))
    said: list[str] = []
    went = sum(empty_repeating(tx, each, _OWN.id, where, phrases, said) for each, where in texts)
    remember_runs(tx, community_ids, phrases, said)
    return went


def _complaint(row: Any, held: Phrases | None) -> RaisedComplaint:
    return RaisedComplaint(
        id=row.id,
        community_id=row.community_id,
        made_on=row.made_on,
        words=hide(row.words, held),
        readers=tuple(row.readers),
        reply_to=hide(row.reply_to, held),
        link_hash=row.link_hash,
        made_by=row.made_by,
        arrived_on=row.arrived_on,
        answer=hide(row.answer, held),
        answered_on=row.answered_on,
    )

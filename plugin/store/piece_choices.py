"""Which pieces a page needs, chosen by the database: reading all of a group whole takes long.

A condition lets through every piece about which a rule of `plugin.domain` can say yes, and perhaps
more: the rule itself decides, once they are read. Each looks at one piece by an index, so that it
costs as much on a server with many partnerships.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from plugin.domain.agreements import DAYS_TO_OBJECT
from plugin.domain.judgements import OVER
from plugin.domain.pieces import PieceWhole, Rung
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.gone_words import stand_in_wording
from plugin.store.held_in_pieces import pieces_repeating
from plugin.store.piece_rows import piece_of_row
from plugin.store.whole_pieces import whole_of, whole_pieces

Condition = sa.ColumnElement[bool]

_MOST_BY_ID = 1_000  # a statement takes some thousand parameters, and names each id many times
_INSIDE = tuple(each.name for each in Rung if each.value < Rung.PARTNERSHIP.value)


def chosen(
    tx: Tx,
    partnership_id: str,
    community_id: str | None,
    *conditions: Condition,
    most: int | None = None,
    start: int = 0,
) -> tuple[PieceWhole, ...]:
    """Return the pieces of a partnership, or of one group of it, that meet any of these.

    They come oldest first, and no more than the newest `most` of them, but for the `start` newest.
    """
    here = t.piece.c.partnership_id == partnership_id
    if community_id is not None:
        here &= t.piece.c.community_id == community_id
    wanted = sa.select(t.piece).where(here, sa.or_(*conditions))
    wanted = (
        wanted.order_by(t.piece.c.made_at.desc(), t.piece.c.id.desc())
        .limit(most)
        .offset(start or None)
    )
    found = [piece_of_row(row) for row in reversed(tx.execute(wanted).all())]
    if len(found) <= _MOST_BY_ID:
        return whole_of(tx, found)
    ids = frozenset(each.id for each in found)
    if community_id is None:
        every = whole_pieces(tx, "partnership", partnership_id=partnership_id)
    else:
        both = {"partnership_id": partnership_id, "community_id": community_id}
        every = whole_pieces(tx, "community", **both)
    return tuple(each for each in every if each.piece.id in ids)


def is_any(tx: Tx, partnership_id: str, community_id: str, condition: Condition) -> bool:
    """Say whether a group has a piece that meets this, without reading one."""
    here = (t.piece.c.partnership_id == partnership_id, t.piece.c.community_id == community_id)
    found = sa.select(t.piece.c.id).where(*here, condition).limit(1)
    return tx.execute(found).first() is not None


def ask_somebody(tx: Tx, partnership_id: str, community_id: str, now: datetime) -> Condition:
    """Choose pieces of a group of which its people may be asked something.

    That is an objection that was made or can be, a review, words that went or are held, a release
    that pauses, a yes to confirm, two texts to choose from.
    """
    return sa.or_(
        can_be_objected_to(now),
        is_stopped(tx, partnership_id, community_id),
        _has(t.release, t.release.c.stopped_at.is_(None), t.release.c.from_when > now),
        _has(t.own_yes, t.own_yes.c.confirmed_at.is_(None)),
        _has(t.conflict, t.conflict.c.resolved_at.is_(None)),
        _has(
            t.edition,
            (t.edition.c.agreed_at >= now - timedelta(days=DAYS_TO_OBJECT + 1))
            | (t.edition.c.objections > 0),
        ),
    )


def is_stopped(tx: Tx, partnership_id: str, community_id: str | None) -> Condition:
    """Choose pieces whose words somebody objected to, or that words went from, or that repeat some.

    What nobody outside may read is among them, and what those who curate have to look at.
    """
    held = pieces_repeating(tx, partnership_id, community_id)
    return sa.or_(
        _has(t.read_back, t.read_back.c.objections > 0),
        _has(t.question, t.question.c.is_refused),
        _has(t.review, t.review.c.settled_at.is_(None)),
        _has(t.wording, stand_in_wording()),
        t.piece.c.id.in_(sorted(held)),
    )


def can_be_objected_to(now: datetime) -> Condition:
    """Choose pieces that were read back, or recorded to be, so lately that people may object."""
    first = (now - timedelta(days=DAYS_TO_OBJECT + 1)).date()
    read = t.read_back.c
    days = (read.day, read.recorded_on, read.closed_on)
    return _has(t.read_back, sa.or_(*(each >= first for each in days)))


def was_not_read() -> Condition:
    """Choose pieces of whose newest wording no read-back is recorded."""
    own, later = t.wording.c, t.wording.alias("later_wording")
    newer = sa.select(sa.literal(1)).where(
        later.c.piece_id == own.piece_id, later.c.number > own.number
    )
    read = sa.select(sa.literal(1)).where(t.read_back.c.wording_id == own.id)
    return _has(t.wording, ~newer.exists(), ~read.exists())


def was_rewritten() -> Condition:
    """Choose pieces with more wordings than their first."""
    return _has(t.wording, t.wording.c.number > 1)


def is_of_kinds(kinds: Collection[str]) -> Condition:
    """Choose pieces that are, or were once, of one of these kinds."""
    return _has(t.wording, t.wording.c.kind.in_(list(kinds)))


def rests_on_sessions(session_ids: Collection[str]) -> Condition:
    """Choose pieces that rest, or rested once, on notes of some sessions."""
    return _has(t.source, t.source.c.session_id.in_(list(session_ids)))


def is_newest(partnership_id: str, community_id: str, most: int) -> Condition:
    """Choose the newest pieces of a group."""
    here = (t.piece.c.partnership_id == partnership_id) & (t.piece.c.community_id == community_id)
    newest = sa.select(t.piece.c.id).where(here)
    newest = newest.order_by(t.piece.c.made_at.desc(), t.piece.c.id.desc()).limit(most)
    return t.piece.c.id.in_(sa.select(newest.subquery().c.id))


def is_of_groups(community_ids: Collection[str]) -> Condition:
    """Choose the pieces of some groups."""
    return t.piece.c.community_id.in_(list(community_ids))


def is_one_of(piece_ids: Collection[str]) -> Condition:
    """Choose pieces by their ids."""
    return t.piece.c.id.in_(sorted(piece_ids))


def may_be_read_by_others(now: datetime) -> Condition:
    """Choose pieces that somebody may read beside those who work on them."""
    return _has(t.release) | can_be_objected_to(now)


def was_not_returned(community_id: str) -> Condition:
    """Choose pieces that no board of a group brought back; one that was never built brings none."""
    own = t.returned.c
    brought = sa.select(own.piece_id).join(t.session, t.session.c.id == own.session_id)
    brought = brought.join(t.board, t.board.c.session_id == t.session.c.id)
    brought = brought.where(t.session.c.community_id == community_id, own.piece_id.is_not(None))
    return t.piece.c.id.not_in(brought)


def has_a_day_to_look_again(today: date) -> Condition:
    """Choose pieces that still stand, and were to be looked at again on a day that has come."""
    own, later = t.judgement.c, t.judgement.alias("later")
    newer = sa.select(sa.literal(1)).where(
        later.c.piece_id == own.piece_id, later.c.number > own.number
    )
    stands = own.stands.not_in(OVER)
    return _has(t.judgement, own.look_again <= today, stands, sa.not_(newer.exists()))


def may_be_out() -> Condition:
    """Choose pieces that were released to somebody outside their group."""
    return _has(t.release, t.release.c.rung.not_in(_INSIDE), t.release.c.stopped_at.is_(None))


def may_be_inside(now: datetime) -> Condition:
    """Choose pieces that may be read by their group alone: not out, or called back since."""
    own = t.release.c
    is_out = (own.rung.not_in(_INSIDE), own.stopped_at.is_(None), own.from_when <= now)
    return sa.not_(_has(t.release, *is_out)) | _has(t.release, own.rung.in_(_INSIDE))


def was_answered() -> Condition:
    """Choose pieces to which the group, a writer, or people who were asked have said anything."""
    return _has(t.read_back) | _has(t.own_yes) | _has(t.question)


def was_written_in_notion() -> Condition:
    """Choose pieces that somebody wrote in Notion first."""
    return _has(t.wording, t.wording.c.number == 1, t.wording.c.made_in == "notion")


def is_oldest_of_kind(
    partnership_id: str, community_id: str, kind: str, until: datetime
) -> Condition:
    """Choose the oldest piece of a group, made until then, that is of this kind now."""
    piece, wording, later = t.piece.c, t.wording.c, t.wording.alias()
    newer = sa.select(sa.literal(1)).where(
        later.c.piece_id == wording.piece_id, later.c.number > wording.number
    )
    oldest = (
        sa.select(piece.id)
        .join(t.wording, wording.piece_id == piece.id)
        .where(piece.partnership_id == partnership_id, piece.community_id == community_id)
        .where(piece.made_at <= until, wording.kind == kind, ~newer.correlate(t.wording).exists())
        .order_by(piece.made_at, piece.id)
        .limit(1)
    )
    return piece.id.in_(sa.select(oldest.subquery().c.id))


def _has(table: sa.Table, *conditions: Condition) -> Condition:
    """Say that a row of a table is about the piece."""
    rows: sa.Select[Any] = sa.select(sa.literal(1)).select_from(table)
    return rows.where(table.c.piece_id == t.piece.c.id, *conditions).correlate(t.piece).exists()

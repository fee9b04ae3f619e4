"""Rows of pieces as values; an id that stands in many of them is kept once."""

from __future__ import annotations

from sys import intern
from typing import Any

from plugin.domain.harm_questions import harm_of
from plugin.domain.judgements import Judgement
from plugin.domain.pieces import Piece, Release, Rung, Source, Wording


def piece_of_row(row: Any) -> Piece:
    """Return a row of pieces as a value."""
    ids = (intern(row.id), intern(row.partnership_id), intern(row.community_id))
    return Piece(*ids, row.made_at)


def wording_of_row(row: Any) -> Wording:
    """Return a row of wordings as a value."""
    return Wording(
        id=intern(row.id),
        piece_id=intern(row.piece_id),
        number=row.number,
        title=row.title,
        line=row.line,
        narrative=row.narrative,
        kind=intern(row.kind),
        family=intern(row.family),
        person=row.person,
        made_at=row.made_at,
        made_in=intern(row.made_in),
        made_by=row.made_by,
        let_in_by=tuple(row.let_in_by or ()),
        basis=row.basis,
    )


def source_of_row(row: Any) -> Source:
    """Return a row of sources as a value."""
    return Source(
        piece_id=intern(row.piece_id),
        note_id=row.note_id,
        session_id=intern(row.session_id),
        zone_code=intern(row.zone_code),
        day=row.day,
        gone_because=row.gone_because,
        added_at=row.added_at,
        since=row.since,
        until=row.until,
        is_against=row.is_against,
    )


def judgement_of_row(row: Any) -> Judgement:
    """Return a row of judgements as a value."""
    return Judgement(
        piece_id=intern(row.piece_id),
        number=row.number,
        stands=intern(row.stands),
        sure=intern(row.sure),
        boundary=intern(row.boundary),
        look_again=row.look_again,
        made_at=row.made_at,
        made_in=intern(row.made_in),
        loop=intern(row.loop),
        scale=intern(row.scale),
        form=intern(row.form),
    )


def release_of_row(row: Any) -> Release:
    """Return a row of releases as a value."""
    when = (row.asked_at, row.from_when, row.stopped_at)
    return Release(row.id, intern(row.piece_id), Rung[row.rung], *when, harm_of(row.harm))

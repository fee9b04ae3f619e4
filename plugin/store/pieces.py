"""Pieces with their wordings, sources, read-backs and releases.

A partnership's pieces are all in memory while it is synced: rows are read one by one, and an id
that stands in many of them is kept once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from sys import intern
from typing import Any, TypeVar

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.domain.notes import count_voices, voice_notes
from plugin.domain.pieces import (
    Piece,
    PieceWhole,
    Release,
    Rung,
    Source,
    Wording,
    pair,
)
from plugin.domain.presses import id_of
from plugin.store import gone_words as stored_gone_words
from plugin.store import held_words as stored_held_words
from plugin.store import objections as stored_objections
from plugin.store import search
from plugin.store import tables as t
from plugin.store.answers import own_yes_of, read_back_of
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.reviews import review_of_row

Part = TypeVar("Part")


def add_piece(tx: Tx, piece: Piece, first: Wording, sources: Iterable[Source]) -> None:
    """Store a new piece with its first wording and its sources."""
    tx.execute(
        sa.insert(t.piece).values(
            id=piece.id,
            partnership_id=piece.partnership_id,
            community_id=piece.community_id,
            made_at=piece.made_at,
        )
    )
    add_wording(tx, first)
    add_sources(tx, sources)


def add_sources(tx: Tx, sources: Iterable[Source]) -> None:
    """Store notes that a piece rests on, and whose voice each is as long as that is known.

    The mark of a voice holds within the piece alone, and outlives the session's key: what counted
    as one voice when the piece was made does not become two when the key goes.
    """
    for source in sources:
        wanted = sa.select(t.note.c.voice_id).where(t.note.c.id == source.note_id)
        voice_id = tx.execute(wanted).scalar()
        tx.execute(
            sa.insert(t.source).values(
                piece_id=source.piece_id,
                note_id=source.note_id,
                session_id=source.session_id,
                zone_code=source.zone_code,
                day=source.day,
                added_at=source.added_at,
                voice=id_of(source.piece_id, voice_id) if voice_id else None,
            )
        )


def add_wording(tx: Tx, wording: Wording) -> None:
    """Store the next wording of a piece and make it findable."""
    tx.execute(
        sa.insert(t.wording).values(
            id=wording.id,
            piece_id=wording.piece_id,
            number=wording.number,
            title=wording.title,
            line=wording.line,
            narrative=wording.narrative,
            kind=wording.kind,
            family=wording.family,
            person=wording.person,
            made_at=wording.made_at,
            made_in=wording.made_in,
            made_by=wording.made_by,
            let_in_by=list(wording.let_in_by) or None,
        )
    )
    search.index_wording(tx, wording)
    stored_gone_words.compare(tx, wording)


def join(tx: Tx, one_id: str, other_id: str) -> None:
    """Store that two pieces belong with each other; it may be stored already."""
    part(tx, one_id, other_id)
    first, second = pair(one_id, other_id)
    tx.execute(sa.insert(t.belongs_with).values(piece_id=first, other_id=second))


def part(tx: Tx, one_id: str, other_id: str) -> None:
    """Store that two pieces do not belong with each other (any more)."""
    first, second = pair(one_id, other_id)
    kept = t.belongs_with.c
    tx.execute(sa.delete(t.belongs_with).where(kept.piece_id == first, kept.other_id == second))


def add_release(tx: Tx, release: Release) -> None:
    """Store a decision about who may read a piece."""
    tx.execute(
        sa.insert(t.release).values(
            id=release.id,
            piece_id=release.piece_id,
            rung=release.rung.name,
            asked_at=release.asked_at,
            from_when=release.from_when,
        )
    )


def stop_release(tx: Tx, release_id: str, now: datetime) -> None:
    """Stop a release in its pause."""
    note_gone(tx, Went.RELEASE_STOPPED, release_id)
    tx.execute(sa.update(t.release).where(t.release.c.id == release_id).values(stopped_at=now))


def piece(tx: Tx, piece_id: str) -> PieceWhole | None:
    """Return a piece with everything that decides about it, or None."""
    return next(iter(_whole(tx, sa.select(t.piece).where(t.piece.c.id == piece_id))), None)


def pieces(tx: Tx, partnership_id: str, community_id: str | None = None) -> tuple[PieceWhole, ...]:
    """Return the pieces of a partnership, or of one community of it, oldest first."""
    wanted = sa.select(t.piece).where(t.piece.c.partnership_id == partnership_id)
    if community_id is not None:
        wanted = wanted.where(t.piece.c.community_id == community_id)
    return _whole(tx, wanted.order_by(t.piece.c.made_at, t.piece.c.id))


def pieces_of_note(tx: Tx, note_id: str) -> tuple[PieceWhole, ...]:
    """Return the pieces that rest on a note."""
    wanted = sa.select(t.piece).join(t.source).where(t.source.c.note_id == note_id)
    return _whole(tx, wanted)


def _whole(tx: Tx, wanted: sa.Select[Any]) -> tuple[PieceWhole, ...]:
    found = [_piece(row) for row in tx.execute(wanted)]
    ids = wanted.order_by(None).with_only_columns(t.piece.c.id)
    wordings = _by_piece(tx, t.wording, ids, t.wording.c.number, _wording)
    sources = _by_piece(tx, t.source, ids, t.source.c.note_id, _source)
    read_backs = _by_piece(tx, t.read_back, ids, t.read_back.c.day, read_back_of)
    yeses = _by_piece(tx, t.own_yes, ids, t.own_yes.c.recorded_on, own_yes_of)
    releases = _by_piece(tx, t.release, ids, t.release.c.asked_at, _release)
    reviews = _by_piece(tx, t.review, ids, t.review.c.opened_at, review_of_row)
    held = stored_held_words.repeating(tx, ids, {each.id: each.community_id for each in found})
    gone = stored_gone_words.repeating(tx, ids)
    objected = stored_objections.objected_elsewhere(tx, ids)
    marks = _marks(tx, ids)
    related = _related(tx, ids)
    return tuple(
        PieceWhole(
            piece=each,
            wordings=tuple(wordings.pop(each.id, ())),
            sources=tuple(sources[each.id]),
            read_backs=tuple(read_backs.pop(each.id, ())),
            releases=tuple(releases.pop(each.id, ())),
            voices=count_voices(marks[each.id].values()),
            belongs_with=tuple(related.pop(each.id, ())),
            reviews=tuple(reviews.pop(each.id, ())),
            repeats_held=frozenset(held.pop(each.id, ())),
            own_yeses=tuple(yeses.pop(each.id, ())),
            repeats_gone=frozenset(gone.pop(each.id, ())),
            objected_elsewhere=frozenset(objected.pop(each.id, ())),
            voice_notes=voice_notes(marks[each.id]),
            absent=frozenset({one.note_id for one in sources[each.id]} - marks[each.id].keys()),
        )
        for each in found
    )


def _by_piece(
    tx: Tx,
    table: sa.Table,
    ids: sa.Select[Any],
    order: sa.Column[Any],
    made: Callable[[Any], Part],
) -> defaultdict[str, list[Part]]:
    found: defaultdict[str, list[Part]] = defaultdict(list)
    for row in tx.execute(sa.select(table).where(table.c.piece_id.in_(ids)).order_by(order)):
        found[row.piece_id].append(made(row))
    return found


def _marks(tx: Tx, ids: sa.Select[Any]) -> defaultdict[str, dict[str, frozenset[str]]]:
    """Return the notes that carry each piece, and their marks of voices (`domain.notes`).

    A note that was moved to a box that is held, after a piece was made from it, carries it no more.
    """
    marks: defaultdict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    wanted = (
        sa.select(t.source.c.piece_id, t.note.c.id, t.source.c.voice, t.note.c.strand_id)
        .join(t.note, t.note.c.id == t.source.c.note_id)
        .where(
            t.source.c.piece_id.in_(ids),
            t.source.c.gone_because.is_(None),
            t.note.c.state.in_(("here", "tidied")),
            t.note.c.label != "H",
        )
    )
    for row in tx.execute(wanted):
        marks[row.piece_id][row.id] = frozenset(filter(None, (row.voice, row.strand_id)))
    return marks


def _related(tx: Tx, ids: sa.Select[Any]) -> defaultdict[str, list[str]]:
    """Return the ids of the pieces that each belongs with."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    own, other = t.belongs_with.c.piece_id, t.belongs_with.c.other_id
    wanted = sa.select(own, other).where(own.in_(ids) | other.in_(ids)).order_by(own, other)
    for one_id, other_id in tx.execute(wanted).all():
        found[one_id].append(other_id)
        found[other_id].append(one_id)
    return found


def _piece(row: Any) -> Piece:
    ids = (intern(row.id), intern(row.partnership_id), intern(row.community_id))
    return Piece(*ids, row.made_at)


def _wording(row: Any) -> Wording:
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
    )


def _source(row: Any) -> Source:
    return Source(
        intern(row.piece_id),
        row.note_id,
        intern(row.session_id),
        intern(row.zone_code),
        row.day,
        row.gone_because,
        row.added_at,
    )


def _release(row: Any) -> Release:
    return Release(
        row.id, intern(row.piece_id), Rung[row.rung], row.asked_at, row.from_when, row.stopped_at
    )

"""Pieces with their wordings, sources, read-backs and releases: stored here, chosen here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.domain.judgements import Judgement
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
from plugin.store import piece_steps, search, taking_out
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.engine import once
from plugin.store.erasure_log import note_gone
from plugin.store.piece_rows import release_of_row
from plugin.store.which_pieces import BY
from plugin.store.whole_pieces import whole_pieces


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
                since=source.since,
                is_against=source.is_against,
            )
        )


def put_back_sources(tx: Tx, sources: Iterable[Source]) -> None:
    """Let a piece rest again on notes that were taken off it, from a basis on.

    What older wordings rested on is kept apart, as it was.
    """
    own = t.source.c
    kept = ("piece_id", "note_id", "since", "until", "is_against", "added_at")
    for source in sources:
        which = (own.piece_id == source.piece_id) & (own.note_id == source.note_id)
        then = sa.select(*(own[name] for name in kept)).where(which)
        tx.execute(sa.insert(t.source_before).from_select(kept, then))
        values = {"since": source.since, "until": None, "is_against": source.is_against}
        tx.execute(sa.update(t.source).where(which).values(added_at=source.added_at, **values))


def take_sources_off(tx: Tx, piece_id: str, note_ids: Iterable[str], basis: int) -> None:
    """Let the wordings of a piece from a basis on rest on these notes no more."""
    own = t.source.c
    which = (own.piece_id == piece_id) & own.note_id.in_(list(note_ids))
    tx.execute(sa.update(t.source).where(which).values(until=basis))


def add_wording(tx: Tx, wording: Wording) -> None:
    """Store the next wording of a piece and make it findable."""
    tx.execute(
        sa.insert(t.wording).values(
            id=wording.id,
            piece_id=wording.piece_id,
            number=wording.number,
            title=wording.title,
            line=wording.line,
            narrative=wording.stored_story,
            kind=wording.kind,
            family=wording.family,
            person=wording.person,
            made_at=wording.made_at,
            made_in=wording.made_in,
            made_by=wording.made_by,
            let_in_by=list(wording.let_in_by) or None,
            basis=wording.basis,
        )
    )
    search.index_wording(tx, wording)
    stored_gone_words.compare(tx, wording)
    taking_out.compare_left_out(tx, wording)


def add_judgement(tx: Tx, judgement: Judgement) -> None:
    """Store what is judged of a piece from now on."""
    tx.execute(
        sa.insert(t.judgement).values(
            piece_id=judgement.piece_id,
            number=judgement.number,
            stands=judgement.stands,
            sure=judgement.sure,
            boundary=judgement.boundary,
            look_again=judgement.look_again,
            loop=judgement.loop,
            scale=judgement.scale,
            form=judgement.form,
            made_at=judgement.made_at,
            made_in=judgement.made_in,
        )
    )


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
            harm=",".join(release.harm.given) if release.harm else None,
            wording_id=release.wording_id,
        )
    )


def take_down(tx: Tx, release: Release) -> None:
    """Store that fewer people may read a piece, so that no backup brings the others back."""
    note_gone(tx, Went.TAKEN_DOWN, release.piece_id, rung=release.rung.name)
    add_release(tx, release)


def stop_release(tx: Tx, release_id: str, now: datetime) -> None:
    """Stop a release in its pause."""
    note_gone(tx, Went.RELEASE_STOPPED, release_id)
    tx.execute(sa.update(t.release).where(t.release.c.id == release_id).values(stopped_at=now))


def piece(tx: Tx, piece_id: str) -> PieceWhole | None:
    """Return a piece with everything that decides about it, or None."""
    found = once(("piece", piece_id), lambda: whole_pieces(tx, "piece", piece_id=piece_id))
    return next(iter(found), None)


def pieces_with_its_words(tx: Tx, piece_id: str) -> tuple[PieceWhole, ...]:
    """Return a piece with those that were split or joined with it, and with these."""
    found = (piece(tx, each) for each in sorted(piece_steps.pieces_with_its_words(tx, piece_id)))
    return tuple(each for each in found if each is not None)


def pieces(tx: Tx, partnership_id: str, community_id: str | None = None) -> tuple[PieceWhole, ...]:
    """Return the pieces of a partnership, or of one community of it, oldest first."""
    if community_id is None:
        return whole_pieces(tx, "partnership", partnership_id=partnership_id)
    here = {"partnership_id": partnership_id, "community_id": community_id}
    return whole_pieces(tx, "community", **here)


def pieces_with_wordings(
    tx: Tx, partnership_id: str, wording_ids: Collection[str]
) -> tuple[PieceWhole, ...]:
    """Return the pieces of a partnership that have one of these wordings, oldest first."""
    asked = sorted(wording_ids)
    return whole_pieces(tx, "wordings", partnership_id=partnership_id, wording_ids=asked)


def pieces_at(tx: Tx, rung: Rung) -> tuple[PieceWhole, ...]:
    """Return the pieces of all partnerships that were released to a rung at some time."""
    return whole_pieces(tx, "rung", rung=rung.name)


def piece_of_edition(tx: Tx, edition_id: str) -> PieceWhole | None:
    """Return the piece of an edition, or None."""
    return next(iter(whole_pieces(tx, "edition", edition_id=edition_id)), None)


def pieces_of_note(tx: Tx, note_id: str) -> tuple[PieceWhole, ...]:
    """Return the pieces that rest on a note."""
    return whole_pieces(tx, "note", note_id=note_id)


def ids_of_pieces_of_note(tx: Tx, note_id: str) -> tuple[str, ...]:
    """Return the ids of the pieces that rest on a note, where nothing else of them is wanted."""
    wanted = sa.select(t.piece.c.id).where(BY["note"])
    return tuple(tx.execute(wanted, {"note_id": note_id}).scalars())


def pieces_of_session(tx: Tx, session_id: str) -> tuple[PieceWhole, ...]:
    """Return the pieces that rest on notes of a session, oldest first."""
    return whole_pieces(tx, "session", session_id=session_id)


def newest_pieces(
    tx: Tx, partnership_id: str, community_id: str, most: int
) -> tuple[PieceWhole, ...]:
    """Return the newest pieces of a community, and all that rest on no note, oldest first."""
    here = {"partnership_id": partnership_id, "community_id": community_id}
    return whole_pieces(tx, "newest", most=most, **here)


def newest_and_of_sessions(
    tx: Tx, partnership_id: str, community_id: str, session_ids: Iterable[str], most: int
) -> tuple[PieceWhole, ...]:
    """Return the newest pieces of a community, and all that rest on notes of some sessions."""
    here = {"partnership_id": partnership_id, "community_id": community_id}
    return whole_pieces(
        tx, "newest or of sessions", most=most, session_ids=list(session_ids), **here
    )


def number_of_pieces(tx: Tx, community_id: str) -> int:
    """Return how many pieces a community has."""
    wanted = sa.select(sa.func.count()).where(t.piece.c.community_id == community_id)
    return int(tx.execute(wanted).scalar_one())


def titles_of_pieces(tx: Tx, partnership_id: str) -> tuple[tuple[str, str, str], ...]:
    """Return id, community and newest title of each piece of a partnership."""
    wording, later = t.wording.c, t.wording.alias()
    newer = sa.select(sa.literal(1)).where(
        later.c.piece_id == wording.piece_id, later.c.number > wording.number
    )
    wanted = (
        sa.select(t.piece.c.id, t.piece.c.community_id, wording.title)
        .join(t.wording, wording.piece_id == t.piece.c.id)
        .where(t.piece.c.partnership_id == partnership_id)
        .where(~newer.correlate(t.wording).exists())
    )
    return tuple((row.id, row.community_id, row.title) for row in tx.execute(wanted))


def titles_on_session(
    tx: Tx, community_id: str, session_id: str, most: int
) -> tuple[tuple[str, str], ...]:
    """Return id and newest title of pieces that rest on notes of a session, the newest first."""
    wording, later, source = t.wording.c, t.wording.alias(), t.source.c
    newer = sa.select(sa.literal(1)).where(
        later.c.piece_id == wording.piece_id, later.c.number > wording.number
    )
    resting = sa.select(source.piece_id).where(
        source.session_id == session_id, source.until.is_(None)
    )
    wanted = (
        sa.select(t.piece.c.id, wording.title)
        .join(t.wording, wording.piece_id == t.piece.c.id)
        .where(t.piece.c.community_id == community_id, t.piece.c.id.in_(resting))
        .where(~newer.correlate(t.wording).exists())
        .order_by(t.piece.c.made_at.desc(), t.piece.c.id)
        .limit(most)
    )
    return tuple((row.id, row.title) for row in tx.execute(wanted))


def releases_in(tx: Tx, community_id: str) -> dict[str, list[Release]]:
    """Return who may read each piece of a community, by its id, in the order of asking."""
    wanted = sa.select(t.release).join(t.piece, t.piece.c.id == t.release.c.piece_id)
    wanted = wanted.where(t.piece.c.community_id == community_id).order_by(t.release.c.asked_at)
    found: dict[str, list[Release]] = {}
    for row in tx.execute(wanted):
        found.setdefault(row.piece_id, []).append(release_of_row(row))
    return found


def in_pieces(tx: Tx, note_ids: Iterable[str]) -> frozenset[str]:
    """Return which of these notes a piece rests on."""
    own = t.source.c
    wanted = sa.select(own.note_id).where(own.note_id.in_(list(note_ids)), own.until.is_(None))
    return frozenset(tx.execute(wanted).scalars())


def notes_in_pieces(tx: Tx, community_id: str) -> frozenset[str]:
    """Return the ids of the notes that pieces of a community rest on."""
    own = t.source.c
    wanted = sa.select(own.note_id).join(t.piece, t.piece.c.id == own.piece_id)
    wanted = wanted.where(own.until.is_(None))
    return frozenset(tx.execute(wanted.where(t.piece.c.community_id == community_id)).scalars())

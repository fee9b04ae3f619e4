"""How people of one origin read a piece: stored here, chosen with the piece."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from plugin.domain.blankness import fold, is_same_name
from plugin.domain.erasure_log import Went
from plugin.domain.overlap import phrases_of
from plugin.domain.piece_readings import PieceReading
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone


def add_reading(tx: Tx, reading: PieceReading) -> None:
    """Store a reading."""
    tx.execute(
        sa.insert(t.piece_reading).values(
            id=reading.id,
            piece_id=reading.piece_id,
            origin=reading.origin,
            words=reading.words,
            signed_as=reading.signed_as,
            made_by=reading.by,
            since=reading.since,
        )
    )


def select_part(table: sa.Table) -> sa.Select[Any]:
    """Select a part of pieces; a reading with whether its signer is where it is, and their name."""
    if table is not t.piece_reading:
        return sa.select(table)
    reading, held = t.piece_reading.c, t.membership.c
    here = sa.select(t.piece.c.partnership_id).where(t.piece.c.id == reading.piece_id)
    here = here.correlate(t.piece_reading)  # of this reading; by itself it reads all of them
    place = sa.select(held.id).where(
        held.person_id == reading.made_by, held.partnership_id == here.scalar_subquery()
    )
    known, own = t.known_as.c, t.person.c
    called = sa.select(known.name).where(
        known.person_id == reading.made_by, known.partnership_id == here.scalar_subquery()
    )
    first = sa.select(own.name).where(own.id == reading.made_by).scalar_subquery()
    name = sa.func.coalesce(called.scalar_subquery(), first)
    here_now = place.exists().label("is_signer_here")
    return sa.select(t.piece_reading, here_now, name.label("signers_name"))


def has_signed_as(tx: Tx, partnership_id: str, name: str, own_ids: Collection[str]) -> bool:
    """Say whether somebody else signed a reading here with this name, however it is written."""
    signed = t.piece_reading.c
    wanted = sa.select(signed.signed_as, signed.made_by).join(t.piece).distinct()
    here = (t.piece.c.partnership_id == partnership_id) & (signed.signed_as != "")
    rows = tx.execute(wanted.where(here, signed.words != "")).all()
    return any(is_same_name(row.signed_as, name) and row.made_by not in own_ids for row in rows)


def end_reading(tx: Tx, reading_id: str, basis: int, *, is_own: bool) -> None:
    """Let wordings from a basis on stand without a reading, so that no backup brings it back.

    `is_own`: whoever said it takes it off, so that a restore shows it beside no wording at all.
    """
    note_gone(tx, Went.READING_OFF, reading_id, is_own=is_own)
    end_again(tx, reading_id, basis)


def end_again(tx: Tx, reading_id: str, basis: int) -> None:
    """Let wordings from a basis on stand without a reading of which a log tells."""
    own = t.piece_reading.c.id == reading_id
    tx.execute(sa.update(t.piece_reading).where(own).values(until=basis))


def piece_of(tx: Tx, reading_id: str) -> str | None:
    """Return the id of the piece that a reading stands beside, or None."""
    own = t.piece_reading.c.id == reading_id
    return tx.execute(sa.select(t.piece_reading.c.piece_id).where(own)).scalar()


def signed_before(
    tx: Tx, community_ids: Collection[str], said: Mapping[date | None, Sequence[str]]
) -> frozenset[str]:
    """Return the signed readings that said these texts before the day on which a note said them.

    They repeat nothing. Whoever wants a dissent away could erase it otherwise: by a note with its
    words, which they take back.
    """
    reading, wording = t.piece_reading.c, t.wording.c
    since = sa.select(sa.func.min(wording.made_at)).where(
        wording.piece_id == reading.piece_id, wording.basis >= reading.since
    )
    here = t.piece.c.community_id.in_(list(community_ids)) & (reading.signed_as != "")
    said_there = (reading.origin + "\n" + reading.words).label("words")
    wanted = sa.select(reading.id, said_there, since.scalar_subquery().label("since"))
    rows = tx.execute(wanted.join(t.piece).where(here, reading.words != "")).all()
    told = [(day, phrases_of(texts)) for day, texts in said.items()] if rows else []
    days = {
        row.id: [day for day, phrases in told if phrases.stand_in(fold(row.words))] for row in rows
    }
    return frozenset(
        row.id
        for row in rows
        if days[row.id] and all(day and row.since.date() < day for day in days[row.id])
    )


def repeating(
    tx: Tx,
    community_ids: Collection[str],
    gone: Mapping[str, Sequence[str]],
    but_for: Collection[str] = (),
) -> set[tuple[str, str]]:
    """Return the pieces beside which words stand of texts of notes, by their ids, with the note."""
    here = t.piece.c.community_id.in_(list(community_ids))
    reading = t.piece_reading.c
    said = (reading.origin + "\n" + reading.words).label("words")
    wanted = sa.select(reading.piece_id, said).join(t.piece)
    stays = reading.id.in_(list(but_for))
    rows = tx.execute(wanted.where(here, ~stays, reading.words != "")).all()
    folded = [(row.piece_id, fold(row.words)) for row in rows]
    told = {note_id: phrases_of(texts) for note_id, texts in gone.items()} if folded else {}
    return {
        (piece_id, note_id)
        for note_id, phrases in told.items()
        for piece_id, words in folded
        if phrases.stand_in(words)
    }

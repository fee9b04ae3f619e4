"""Editions of pieces: stored here, chosen with their piece."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.domain.editions import Edition, GroupYes
from plugin.domain.erasure_log import Went
from plugin.domain.piece_records import Confirmation, Independence
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.lost_refusals import hash_of_text, refuse_words
from plugin.store.piece_rows import edition_of_row


def add_edition(tx: Tx, edition: Edition) -> None:
    """Store the next version of a piece's words for a wide rung."""
    tx.execute(
        sa.insert(t.edition).values(
            id=edition.id,
            piece_id=edition.piece_id,
            rung=edition.rung.name,
            number=edition.number,
            wording_id=edition.wording_id,
            title=edition.title,
            summary=edition.summary,
            story=edition.story,
            made_at=edition.made_at,
            made_by=edition.made_by,
            let_in_by=list(edition.let_in_by) or None,
            look_again=edition.look_again,
        )
    )


def say_agreed(tx: Tx, edition_id: str, agreed: GroupYes) -> None:
    """Store that the group said yes to an edition."""
    values = {
        "agreed_in": agreed.session_id,
        "agreed_day": agreed.day,
        "agreed_by": agreed.by.person_id,
        "agreed_let_in_by": list(agreed.by.let_in_by) or None,
        "agreed_at": agreed.at,
        "agreed_as": agreed.recorded.name,
    }
    tx.execute(sa.update(t.edition).where(t.edition.c.id == edition_id).values(values))


def count_objection(tx: Tx, edition_id: str) -> None:
    """Count an objection to an edition, so that no backup forgets it; nothing says whose it is."""
    own = t.edition.c
    here = t.edition.join(t.piece, t.piece.c.id == own.piece_id)
    wanted = sa.select(t.edition, t.piece.c.community_id).select_from(here)
    row = tx.execute(wanted.where(own.id == edition_id)).one_or_none()
    # Other pieces, and a restore that has no row of it, know the words by their hash.
    words = hash_of_text(row.community_id, edition_of_row(row).letters) if row else {}
    if row is not None:  # of the moment of an objection nothing is kept
        refuse_words(tx, words["words"][:40], row.community_id, words["words"], row.made_at)
    note_gone(tx, Went.EDITION_OBJECTED, edition_id, **words)
    tx.execute(
        sa.update(t.edition).where(own.id == edition_id).values(objections=own.objections + 1)
    )


def has_edition(tx: Tx, edition_id: str) -> bool:
    """Say whether an edition is stored."""
    wanted = sa.select(t.edition.c.id).where(t.edition.c.id == edition_id)
    return tx.execute(wanted).first() is not None


def say_read(tx: Tx, edition_id: str, read: Confirmation, read_as: Independence) -> None:
    """Store that somebody has read an edition before it goes out, and as whom."""
    own = t.edition.c.id == edition_id
    values = {
        "read_at": read.at,
        "read_by": read.by.person_id,
        "read_let_in_by": list(read.by.let_in_by) or None,
        "read_as": read_as.name,
    }
    tx.execute(sa.update(t.edition).where(own).values(values))

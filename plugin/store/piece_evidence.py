"""What a piece rests on that no member wrote: stored here, chosen with the piece."""

from __future__ import annotations

import sqlalchemy as sa

from plugin.domain.erasure_log import Went
from plugin.domain.piece_evidence import PieceEvidence, Shows
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.erasure_log import note_gone
from plugin.store.exports import drop_contents_beside


def add_evidence(tx: Tx, evidence: PieceEvidence, content: bytes | None = None) -> None:
    """Store an observation, a figure or a picture; one that was sent with its pixels."""
    tx.execute(
        sa.insert(t.piece_evidence).values(
            id=evidence.id,
            piece_id=evidence.piece_id,
            day=evidence.day,
            words=evidence.words,
            number=evidence.number,
            unit=evidence.unit,
            source=evidence.source,
            shows=evidence.shows.value,
            people=evidence.people,
            session_id=evidence.session_id,
            zone_code=evidence.zone_code,
            made_by=evidence.by,
        )
    )
    if content is not None:
        tx.execute(sa.insert(t.picture).values(evidence_id=evidence.id, content=content))


def drop_evidence(tx: Tx, piece_id: str, evidence_id: str) -> bool:
    """Forget one of a piece, so that no backup brings it back; say whether it was there."""
    own = t.piece_evidence.c
    which = (own.piece_id == piece_id) & (own.id == evidence_id)
    if tx.execute(sa.select(own.id).where(which)).one_or_none() is None:
        return False
    drop_contents_beside(tx, piece_id)  # files that wait may have it
    forget_evidence(tx, evidence_id)
    note_gone(tx, Went.EVIDENCE_OFF, evidence_id)
    return True


def forget_evidence(tx: Tx, evidence_id: str) -> None:
    """Forget an observation, a figure or a picture with its pixels."""
    tx.execute(sa.delete(t.picture).where(t.picture.c.evidence_id == evidence_id))
    tx.execute(sa.delete(t.piece_evidence).where(t.piece_evidence.c.id == evidence_id))


def drop_pictures_without_words(tx: Tx) -> None:
    """Forget the pixels of pictures whose words went: they may show the same words."""
    own = t.piece_evidence.c
    silent = sa.select(own.id).where(own.shows == Shows.IMAGE.value, own.words == "")
    tx.execute(sa.delete(t.picture).where(t.picture.c.evidence_id.in_(silent)))


def content_of(tx: Tx, evidence_id: str) -> bytes | None:
    """Return the pixels of a picture that somebody sent, None once they are gone."""
    own = t.picture.c
    wanted = sa.select(own.content).where(own.evidence_id == evidence_id)
    found: bytes | None = tx.execute(wanted).scalar_one_or_none()
    return found

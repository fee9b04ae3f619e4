"""Takes off pieces again what was taken off after a backup was made."""

from __future__ import annotations

from dataclasses import replace

from plugin.domain.erasure_log import LogEntry
from plugin.store import noticed, piece_evidence, piece_readings, reviews
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.store.services import Services


def forget_evidence(_services: Services, tx: Tx, entry: LogEntry) -> None:
    """Forget a picture, a figure or an observation."""
    piece_evidence.forget_evidence(tx, entry.about)
    noticed.forget(tx, entry.about)


def take_reading_off(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Let a next wording, which nobody checked yet, stand without a reading.

    Wordings that were checked with it keep it, as they did; but for a reading that was taken off by
    whoever had said it: what was checked with that one is looked at again. There may be checked
    words without it, which the backup does not know.
    """
    piece_id = piece_readings.piece_of(tx, entry.about)
    piece = None if piece_id is None else stored_pieces.piece(tx, piece_id)
    found = () if piece is None else piece.readings_of(piece.newest)
    reading = next((each for each in found if each.id == entry.about), None)
    if piece is None or reading is None:
        return
    newest = piece.newest
    is_own = entry.detail["is_own"]
    piece_readings.end_again(tx, reading.id, reading.since if is_own else newest.basis + 1)
    if is_own and piece.was_put_to_people:
        reviews.open_review(tx, piece.piece.id, reading.id, services.now, of_reading=True)
    without = replace(
        newest,
        id=services.new_id(),
        number=newest.number + 1,
        narrative=newest.stored_story,
        typed=None,
        basis=newest.basis + 1,
        made_at=services.now,
        made_in="here",
    )
    stored_pieces.add_wording(tx, without)

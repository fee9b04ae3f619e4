"""Somebody who curates has looked at a piece again: it still stands without the words that went."""

from __future__ import annotations

from collections.abc import Collection

from plugin.curate.changing_sources import next_on_new_basis
from plugin.domain.checks import has_lost_a_reading
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pieces import PieceWhole, objections_close, open_reviews
from plugin.errors import BadInput, NotHere
from plugin.store import objections as stored_objections
from plugin.store import piece_readings
from plugin.store import pieces as stored_pieces
from plugin.store import reviews as stored_reviews
from plugin.store.database import Tx
from plugin.store.services import Services

_STILL_THERE = (
    "Words that were taken back still stand in the newest wording. Nothing was changed, and nobody "
    "outside the group reads it. Change the words first."
)


def confirm_it_stands(
    services: Services, actor: Actor, piece_id: str, note_ids: Collection[str]
) -> None:
    """Settle the reviews that `note_ids` name: those which the person was shown.

    A note that went meanwhile keeps its review open, so that nobody confirms what they did not see.
    Where a reading went beside which people had agreed, they check the words once more without it.
    Who could not read what was read back meanwhile may object for the days that begin now, by the
    links that they have. Raise BadInput where nothing is left to settle, and while words that went
    stand in the piece.
    """
    with services.db.begin() as tx:
        whole = stored_pieces.piece(tx, piece_id)
        if whole is None:
            raise NotHere(NOTHING_HERE)
        actor.require(Power.CURATE, whole.piece.partnership_id, whole.piece.community_id)
        shown = {each.note_id for each in open_reviews(whole)} & set(note_ids)
        if not shown:
            raise BadInput("Nothing waits to be looked at here any more. Nothing was changed.")
        if whole.newest.id in whole.repeats_gone:
            raise BadInput(_STILL_THERE)
        stored_reviews.settle(tx, piece_id, shown, services.now)
        if has_lost_a_reading(whole, whole.newest):
            _go_on_without(tx, services, actor, whole)
        _go_on(tx, services, piece_id)


def _go_on_without(tx: Tx, services: Services, actor: Actor, whole: PieceWhole) -> None:
    """Make the next wording, for its group to check without the readings that are gone."""
    basis = whole.newest.basis + 1
    for reading in whole.readings:
        if reading.is_gone and reading.until is None:
            piece_readings.end_again(tx, reading.id, basis)
    next_on_new_basis(tx, services, actor, whole, whole.newest.stored_story)


def _go_on(tx: Tx, services: Services, piece_id: str) -> None:
    """Let links to object live for as long as the days for objections."""
    whole = stored_pieces.piece(tx, piece_id)
    if whole is None:
        return
    for each in whole.read_backs:
        until = objections_close(whole, each)
        if services.now < until:
            stored_objections.let_links_live(tx, each.id, until)

"""Somebody who curates has looked at a piece again: it still stands without the words that went."""

from __future__ import annotations

from collections.abc import Collection

from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pieces import open_reviews
from plugin.errors import BadInput, NotHere
from plugin.store import pieces as stored_pieces
from plugin.store import reviews as stored_reviews
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
    Raise BadInput where nothing is left to settle, and while words that went stand in the piece.
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

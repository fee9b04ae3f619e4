"""Pieces that belong with each other: named by whoever curates one of them, in no order.

A page names only those that its reader may read, in the words in which they may read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from plugin.domain.outside import readable_outside
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pieces import PieceWhole, Rung, is_for_the_group, rung_at
from plugin.errors import BadInput, NotHere
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.store.services import Services


@dataclass(frozen=True, slots=True)
class Named:
    """Another piece as one person may read it: its id and its title."""

    id: str
    title: str
    is_of_group: bool = False  # of the same group, and read by nobody outside it


@dataclass(frozen=True, slots=True)
class RelatedPieces:
    """What a piece belongs with, and what else it could belong with, by title."""

    those: tuple[Named, ...]
    others: tuple[Named, ...]

    @property
    def every(self) -> tuple[Named, ...]:
        """Return all of them."""
        return (*self.those, *self.others)


def company_of(tx: Tx, actor: Actor, whole: PieceWhole, now: datetime) -> RelatedPieces:
    """Return the pieces of the partnership that `actor` may read, but for `whole` itself."""
    found = sorted(
        (
            Named(each.piece.id, title, _is_of_group(each, whole, now))
            for each in stored_pieces.pieces(tx, whole.piece.partnership_id)
            if each.piece.id != whole.piece.id and (title := _title_for(actor, each, now))
        ),
        key=lambda named: named.title.casefold(),
    )
    return RelatedPieces(
        tuple(each for each in found if each.id in whole.belongs_with),
        tuple(each for each in found if each.id not in whole.belongs_with),
    )


def _is_of_group(other: PieceWhole, whole: PieceWhole, now: datetime) -> bool:
    is_inside = rung_at(other.releases, now).value <= Rung.US.value
    return is_inside and other.piece.community_id == whole.piece.community_id


def put_together(services: Services, actor: Actor, piece_id: str, other_id: str) -> None:
    """Say that two pieces belong with each other; raise BadInput for one that is not to be seen."""
    with services.db.begin() as tx:
        whole = _curated(tx, actor, piece_id)
        if other_id not in {each.id for each in company_of(tx, actor, whole, services.now).others}:
            raise BadInput("Choose one of the pieces of the list. Nothing was changed.")
        stored_pieces.join(tx, piece_id, other_id)


def take_apart(services: Services, actor: Actor, piece_id: str, other_id: str) -> None:
    """Say that two pieces do not belong with each other (any more)."""
    with services.db.begin() as tx:
        _curated(tx, actor, piece_id)
        stored_pieces.part(tx, piece_id, other_id)


def _curated(tx: Tx, actor: Actor, piece_id: str) -> PieceWhole:
    whole = stored_pieces.piece(tx, piece_id)
    if whole is None:
        raise NotHere(NOTHING_HERE)
    actor.require(Power.CURATE, whole.piece.partnership_id, whole.piece.community_id)
    return whole


def _title_for(actor: Actor, whole: PieceWhole, now: datetime) -> str | None:
    """Return the title under which somebody may read a piece, None where they may not."""
    here = (whole.piece.partnership_id, whole.piece.community_id)
    is_own = actor.may(Power.READ_COMMUNITY, *here)
    if is_own and (is_for_the_group(whole, now) or actor.may(Power.READ_BACK, *here)):
        return whole.newest.title
    check = readable_outside(whole, now)
    is_out = rung_at(whole.releases, now).value >= Rung.PARTNERSHIP.value
    return check.wording.title if is_out and check else None

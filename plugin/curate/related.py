"""Pieces that belong with each other: named by whoever curates one of them, in no order.

A page names only those that its reader may read, in the words in which they may read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from plugin.domain.hidden_texts import hide
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.pieces import (
    PieceWhole,
    Release,
    Rung,
    is_for_the_group,
    readable_outside,
    rung_at,
)
from plugin.errors import BadInput, NotHere
from plugin.store import piece_choices as choices
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.store.held_words import held_of
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
    """Return the pieces of the partnership that `actor` may read, but for `whole` itself.

    Who does not curate learns of those alone with which it belongs.
    """
    piece, known = whole.piece, stored_pieces.titles_of_pieces(tx, whole.piece.partnership_id)
    if not actor.may(Power.CURATE, piece.partnership_id, piece.community_id):
        known = tuple(each for each in known if each[0] in whole.belongs_with)
    titles = _titles(tx, actor, piece.partnership_id, known, now)
    here = {each[0] for each in known if each[1] == piece.community_id}
    releases = stored_pieces.releases_in(tx, piece.community_id) if here else {}
    inside = {each for each in here if _is_inside(releases.get(each, ()), now)}
    found = sorted(
        (Named(each, titles[each], each in inside) for each in titles if each != piece.id),
        key=lambda named: (named.title.casefold(), named.id),
    )
    return RelatedPieces(
        tuple(each for each in found if each.id in whole.belongs_with),
        tuple(each for each in found if each.id not in whole.belongs_with),
    )


def _titles(
    tx: Tx,
    actor: Actor,
    partnership_id: str,
    known: Sequence[tuple[str, str, str]],
    now: datetime,
) -> dict[str, str]:
    """Return under which title somebody may read each of these pieces, without the others.

    Those who work on a group's pieces read their newest titles: what decides about the pieces of
    other groups is read for these alone.
    """
    own = {each for each in {each[1] for each in known} if _works_in(actor, partnership_id, each)}
    titles = {piece_id: title for piece_id, group, title in known if group in own}
    rest = [piece_id for piece_id, group, _ in known if group not in own]
    if rest:
        wanted = choices.is_one_of(rest) & choices.may_be_read_by_others(now)
        for each in choices.chosen(tx, partnership_id, None, wanted):
            if title := _title_for(actor, each, now):
                titles[each.piece.id] = title
    held = held_of(tx, [partnership_id])[partnership_id] if titles else None
    return {piece_id: hide(title, held) for piece_id, title in titles.items()}


def _works_in(actor: Actor, partnership_id: str, community_id: str) -> bool:
    here = (partnership_id, community_id)
    return actor.may(Power.READ_COMMUNITY, *here) and actor.may(Power.READ_BACK, *here)


def _is_inside(releases: Iterable[Release], now: datetime) -> bool:
    return rung_at(releases, now).value <= Rung.US.value


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

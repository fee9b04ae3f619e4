"""The sponsor's page: the permission they gave, the rhythm, asks of the groups, checked pieces.

It shows no person, no count of people and no note (promises 7 and 8).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from plugin.domain.communities import Community, Partnership
from plugin.domain.people import Actor, Power
from plugin.domain.pieces import (
    Check,
    PieceWhole,
    Rung,
    is_looked_at_again,
    readable_outside,
    rung_at,
)
from plugin.domain.sessions import Session, SessionState
from plugin.errors import NotHere
from plugin.mirror.sponsor_asks import SponsorAsk, asks_of_sponsors, is_sponsor, pieces_that_ask
from plugin.store import communities as stored_communities
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.piece_choices import chosen, is_stopped, may_be_out
from plugin.store.services import Services

PIECES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A community as its sponsor sees it: the permission, and the days on which it met."""

    community: Community
    met_on: tuple[date, ...]
    next_on: date | None


@dataclass(frozen=True, slots=True)
class SponsorPage:
    """Everything that a sponsor can read."""

    partnership: Partnership
    rhythms: tuple[Rhythm, ...]
    pieces: tuple[tuple[PieceWhole, Check], ...]  # each in its last checked wording
    looked_at_again: tuple[PieceWhole, ...]  # without their words
    asks: tuple[SponsorAsk, ...] = ()
    may_answer: bool = False
    has_more_pieces: bool = False

    def group(self, community_id: str) -> Community:
        """Return one of the groups on the page."""
        found = (each.community for each in self.rhythms)
        return next(each for each in found if each.id == community_id)


def sponsor_page(services: Services, actor: Actor, partnership_id: str) -> SponsorPage:
    """Return the sponsor's page; everybody of the partnership may look at it."""
    actor.require(Power.READ_MEMORY, partnership_id)
    with services.db.read() as tx:
        partnership = stored_communities.partnership(tx, partnership_id)
        if partnership is None:
            raise NotHere("There is nothing here that you can see.")
        communities = stored_communities.communities(tx, partnership_id)
        sessions = {each.id: stored_sessions.sessions(tx, each.id) for each in communities}
        may_ask = pieces_that_ask(tx, partnership_id)
        asks = asks_of_sponsors(services, tx, actor, partnership_id, may_ask)
        shown = _newest_shown(tx, services, partnership_id)
        stopped = may_be_out() & is_stopped(tx, partnership_id, None)
        again = chosen(tx, partnership_id, None, stopped)
    return SponsorPage(
        partnership,
        tuple(_rhythm(each, sessions[each.id], services.today) for each in communities),
        tuple(shown[-PIECES_SHOWN:]),
        tuple(whole for whole in again if is_looked_at_again(whole, services.now)),
        asks,
        is_sponsor(actor, partnership_id),
        has_more_pieces=len(shown) > PIECES_SHOWN,
    )


def _newest_shown(
    tx: Tx, services: Services, partnership_id: str
) -> list[tuple[PieceWhole, Check]]:
    """Return the newest pieces that everybody of a partnership reads: one more than is shown.

    Twice as many are read first, since a few of them may be looked at again.
    """
    out = chosen(tx, partnership_id, None, may_be_out(), most=2 * PIECES_SHOWN)
    found = _readable(out, services.now)
    if len(out) == 2 * PIECES_SHOWN and len(found) <= PIECES_SHOWN:
        found = _readable(chosen(tx, partnership_id, None, may_be_out()), services.now)
    return found


def _readable(pieces: Iterable[PieceWhole], now: datetime) -> list[tuple[PieceWhole, Check]]:
    return [
        (whole, check)
        for whole in pieces
        if rung_at(whole.releases, now).value >= Rung.PARTNERSHIP.value
        and (check := readable_outside(whole, now)) is not None
    ]


def _rhythm(community: Community, sessions: Sequence[Session], today: date) -> Rhythm:
    """Return when a group met, and when it meets next; no day is both."""
    met_on = tuple(each.day for each in sessions if each.state is SessionState.CLOSED)
    to_come = (
        each.day
        for each in sessions
        if each.state is not SessionState.CLOSED and each.day >= today and each.day not in met_on
    )
    return Rhythm(community, met_on, min(to_come, default=None))

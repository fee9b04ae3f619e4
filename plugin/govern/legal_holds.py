"""How long a group's notes are kept: what goes soon, and legal holds, which stop the clocks.

Every member reads both. Whoever looks after the group places a hold and ends it; the erasing that
waited is done by the next daily tidy. The key of a session goes on its day all the same: without
it nobody can tell which notes come from one person, and no law asks for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plugin.domain.agreements import Agreement
from plugin.domain.communities import Community, Partnership
from plugin.domain.legal_holds import COMING, Going, LegalHold, why_not_hold
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.presses import id_of
from plugin.domain.sessions import Session
from plugin.errors import BadInput, NotHere, Refused
from plugin.store import communities as stored_communities
from plugin.store import legal_holds as stored_holds
from plugin.store import people as stored_people
from plugin.store import sessions as stored_sessions
from plugin.store.database import Tx
from plugin.store.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptHow:
    """What a group keeps until when; `names` are of those who placed holds."""

    community: Community
    partnership: Partnership
    agreement: Agreement | None
    going: tuple[Going, ...]
    holds: tuple[LegalHold, ...]
    names: Mapping[str, str]
    sessions: tuple[Session, ...]
    may_hold: bool

    def is_kept(self, each: Going, today: date) -> bool:
        """Say whether a hold keeps these notes longer."""
        return any(
            hold.is_in_force(today) and hold.session_id in (None, each.session_id)
            for hold in self.holds
        )


def kept_how(services: Services, actor: Actor, community_id: str) -> KeptHow:
    """Return how long a group's notes are kept, for its members."""
    with services.db.read() as tx:
        community, partnership = _group(tx, actor, community_id, Power.READ_COMMUNITY)
        holds = stored_holds.holds(tx, community_id)
        return KeptHow(
            community=community,
            partnership=partnership,
            agreement=stored_communities.agreement(tx, community_id),
            going=stored_holds.going(tx, community_id, services.today + COMING),
            holds=holds,
            names={
                each: stored_people.name_in(tx, each, partnership.id)
                for each in {hold.placed_by for hold in holds}
            },
            sessions=stored_sessions.sessions(tx, community_id),
            may_hold=actor.may(Power.LOOK_AFTER, partnership.id, community_id),
        )


def place_hold(
    services: Services,
    actor: Actor,
    community_id: str,
    session_id: str | None,
    reason: str,
    until: date,
    press: str | None = None,
) -> None:
    """Stop the clocks of a group, or of one session; the same `press` again does nothing."""
    with services.db.begin() as tx:
        _group(tx, actor, community_id, Power.LOOK_AFTER)
        if actor.stored_id is None:
            raise Refused("A hold is placed by a person of the group. Nothing was changed.")
        if (told := why_not_hold(reason, until, services.today)) is not None:
            raise BadInput(told)
        known = {each.id for each in stored_sessions.sessions(tx, community_id)}
        if session_id is not None and session_id not in known:
            raise BadInput("Choose a session of this group. No hold was placed.")
        hold_id = id_of(f"hold {community_id}", press) if press else services.new_id()
        if all(each.id != hold_id for each in stored_holds.holds(tx, community_id)):
            hold = LegalHold(
                id=hold_id,
                community_id=community_id,
                session_id=session_id,
                reason=reason.strip(),
                placed_by=actor.stored_id,
                placed_on=services.today,
                until=until,
            )
            stored_holds.add(tx, hold)


def end_hold(services: Services, actor: Actor, community_id: str, hold_id: str) -> None:
    """Let the clocks of a group go on."""
    with services.db.begin() as tx:
        _group(tx, actor, community_id, Power.LOOK_AFTER)
        stored_holds.end(tx, community_id, hold_id, services.today)


def _group(tx: Tx, actor: Actor, community_id: str, power: Power) -> tuple[Community, Partnership]:
    found = stored_communities.with_its_partnership(tx, community_id)
    if found is None:
        raise NotHere(NOTHING_HERE)
    actor.require(power, found[1].id, community_id)
    return found

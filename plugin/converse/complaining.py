"""Complaining without an account: by one's own link, or by the code of a session.

By the link its writer reads later that a complaint has arrived, and the answer. Whoever has only
the code leaves an address where they want one. What is stored of a link is a hash that no note has.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugin.converse.joining import session_of_code
from plugin.converse.own_page import holder
from plugin.domain.communities import Community
from plugin.domain.complaint_log import (
    RaisedComplaint,
    read_by_nobody,
    readers_of_complaints,
)
from plugin.domain.people import NOTHING_HERE
from plugin.domain.sessions import Session
from plugin.errors import NotHere
from plugin.govern.complaint_log import keep
from plugin.store import communities as stored_communities
from plugin.store import complaint_log as stored_complaints
from plugin.store import people as stored_people
from plugin.store.database import Tx
from plugin.store.services import Services
from plugin.store.sign_ins import hash_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnComplaints:
    """Who reads complaints, and those that were written with the same link."""

    session: Session
    community: Community
    readers: tuple[str, ...]
    mine: tuple[RaisedComplaint, ...] = ()
    read_by_nobody: frozenset[str] = frozenset()  # ids of those whose readers are gone


def own_complaints(services: Services, session_id: str, token: str) -> OwnComplaints:
    """Return what was complained of with a link, and the answers; raise NotHere."""
    with services.db.read() as tx:
        session, _ = holder(tx, session_id, token)
        known = _hash(session_id, token)
        mine = stored_complaints.of_writer(tx, session.community_id, link_hash=known)
        return _page(tx, session, mine)


def complaints_by_code(services: Services, code: str) -> OwnComplaints:
    """Return who reads the complaints of a session that people join with a code."""
    with services.db.read() as tx:
        return _page(tx, session_of_code(tx, code), ())


def complain_by_link(
    services: Services, session_id: str, token: str, words: str, reply_to: str, press: str | None
) -> None:
    """Store a complaint that is known by a link; raise BadInput, NotHere."""
    with services.db.begin() as tx:
        session, _ = holder(tx, session_id, token)
        known = _hash(session_id, token)
        mine = stored_complaints.of_writer(tx, session.community_id, link_hash=known)
        given = (words, reply_to)
        keep(services, tx, session.community_id, mine, given, press=press, link_hash=known)


def complain_by_code(
    services: Services, code: str, words: str, reply_to: str, press: str | None
) -> None:
    """Store a complaint of somebody of whom nothing is known; raise BadInput, NotHere."""
    with services.db.begin() as tx:
        session = session_of_code(tx, code)
        # Nobody knows which of them are one person's: a limit would let one silence the others.
        keep(services, tx, session.community_id, (), (words, reply_to), press=press)


def _page(tx: Tx, session: Session, mine: tuple[RaisedComplaint, ...]) -> OwnComplaints:
    community = stored_communities.community(tx, session.community_id)
    if community is None:
        raise NotHere(NOTHING_HERE)
    partnership_id = community.partnership_id
    people = [one for one, _ in stored_people.people_of(tx, partnership_id)]
    readers = readers_of_complaints(people, partnership_id, community.id)
    return OwnComplaints(
        session=session,
        community=community,
        readers=tuple(each.name for each in readers),
        mine=mine,
        read_by_nobody=read_by_nobody(people, partnership_id, mine),
    )


def _hash(session_id: str, token: str) -> str:
    return hash_of(f"complaint {session_id} {token}")

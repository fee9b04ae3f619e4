"""Complaints about how a group's words are handled: written by anybody who takes part, answered.

Whoever wrote one reads on their own page whether it has arrived, and the answer. It goes a year
after it was answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugin.domain.blankness import is_blank
from plugin.domain.communities import Community, Partnership
from plugin.domain.complaint_log import (
    LONGEST_ANSWER,
    RaisedComplaint,
    read_by_nobody,
    readers_of_complaints,
    why_not_complaint,
)
from plugin.domain.people import NOTHING_HERE, Actor, Power
from plugin.domain.presses import id_of
from plugin.errors import BadInput, NotHere, Refused
from plugin.govern.private_reading import MayRead, who_reads
from plugin.store import communities as stored_communities
from plugin.store import complaint_log as stored_complaints
from plugin.store import people as stored_people
from plugin.store.database import Tx
from plugin.store.quotable import require_quotable
from plugin.store.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintsPage:
    """What a signed-in person sees: their own complaints, and all of them where they read these."""

    community: Community
    partnership: Partnership
    readers: tuple[str, ...]
    mine: tuple[RaisedComplaint, ...]
    every: tuple[RaisedComplaint, ...]
    read_by_nobody: frozenset[str]  # ids: their readers look after the group no more
    names: Mapping[str, str]  # of people who signed theirs
    is_reader: bool
    why_closed: str  # why some are not shown to whoever is signed in; empty: nothing is closed


def complaints_page(services: Services, actor: Actor, community_id: str) -> ComplaintsPage:
    """Return the complaints of a group as far as a member may read them; raise NotHere, Refused."""
    with services.db.read() as tx:
        community, partnership, readers = _group(tx, actor, community_id)
        sent = stored_complaints.complaints(tx, community_id)
        reads = who_reads(tx, actor, partnership.id)
        every = tuple(each for each in sent if _reads(each, actor, partnership.id, reads))
        people = {one.person_id: one for one, _ in stored_people.people_of(tx, partnership.id)}
        is_now_reader = reads.is_among({each.person_id for each in readers})
        unread = read_by_nobody(people.values(), partnership.id, sent)
        return ComplaintsPage(
            community=community,
            partnership=partnership,
            readers=tuple(each.name for each in readers),
            mine=_own(tx, community_id, reads),
            every=every,
            names={
                each.made_by: people[each.made_by].name
                for each in every
                if each.made_by in people and each.made_by is not None
            },
            is_reader=is_now_reader or bool(every),
            read_by_nobody=unread,
            why_closed=reads.why_closed,
        )


def readers_in(tx: Tx, community: Community) -> tuple[Actor, ...]:
    """Return those who read the complaints of a group."""
    people = (one for one, _ in stored_people.people_of(tx, community.partnership_id))
    return readers_of_complaints(people, community.partnership_id, community.id)


def complain(
    services: Services, actor: Actor, community_id: str, words: str, press: str | None
) -> None:
    """Store the complaint of a signed-in member; raise BadInput."""
    with services.db.begin() as tx:
        _group(tx, actor, community_id)
        if actor.stored_id is None:
            raise Refused("Whoever runs the server has no complaints here. Nothing was sent.")
        mine = stored_complaints.of_writer(tx, community_id, person_id=actor.stored_id)
        keep(services, tx, community_id, mine, (words, ""), press=press, made_by=actor.stored_id)


def keep(
    services: Services,
    tx: Tx,
    community_id: str,
    mine: tuple[RaisedComplaint, ...],
    given: tuple[str, str],
    *,
    press: str | None,
    link_hash: str | None = None,
    made_by: str | None = None,
) -> None:
    """Store a complaint beside those of the same writer; the same `press` again does nothing.

    `given` are its words, and where to answer.
    """
    words, reply_to = given
    own_id = id_of(f"complaint {community_id}", press) if press else services.new_id()
    if stored_complaints.is_known(tx, own_id):
        return
    number_open = sum(each.answered_on is None for each in mine)
    if (told := why_not_complaint(words, reply_to, number_open)) is not None:
        raise BadInput(told)
    complaint = RaisedComplaint(
        id=own_id,
        community_id=community_id,
        made_on=services.today,
        words=words.strip(),
        reply_to=reply_to.strip(),
        link_hash=link_hash,
        made_by=made_by,
        readers=tuple(each.person_id for each in _readers_now(tx, community_id)),
    )
    stored_complaints.add(tx, complaint)


def say_arrived(services: Services, actor: Actor, community_id: str, complaint_id: str) -> None:
    """Let its writer read that a complaint has arrived."""
    with services.db.begin() as tx:
        _require_reader(tx, actor, community_id, complaint_id)
        stored_complaints.say_arrived(tx, community_id, complaint_id, services.today)


def answer(
    services: Services, actor: Actor, community_id: str, complaint_id: str, words: str
) -> None:
    """Answer a complaint; raise BadInput for an empty answer, or one that quotes held words."""
    with services.db.begin() as tx:
        _require_reader(tx, actor, community_id, complaint_id)
        if is_blank(words):
            raise BadInput("Write an answer. Nothing was stored.")
        if len(words) > LONGEST_ANSWER:
            raise BadInput(
                f"An answer can have {LONGEST_ANSWER} characters. Nothing was stored. Shorten it."
            )
        require_quotable(tx, community_id, [words])
        stored_complaints.answer(tx, community_id, complaint_id, words.strip(), services.today)


def _require_reader(tx: Tx, actor: Actor, community_id: str, complaint_id: str) -> None:
    _, partnership, _ = _group(tx, actor, community_id)
    sent = stored_complaints.complaints(tx, community_id)
    asked, reads = (e for e in sent if e.id == complaint_id), who_reads(tx, actor, partnership.id)
    if not any(_reads(each, actor, partnership.id, reads) for each in asked):
        raise Refused(
            "You do not read this complaint: those whom its writer read on the page do. Nothing "
            "was changed."
        )


def _reads(each: RaisedComplaint, actor: Actor, partnership_id: str, reads: MayRead) -> bool:
    return each.is_read_by(actor, partnership_id) and reads.is_among(each.readers)


def _own(tx: Tx, community_id: str, reads: MayRead) -> tuple[RaisedComplaint, ...]:
    if reads.own_id is None:
        return ()
    return stored_complaints.of_writer(tx, community_id, person_id=reads.own_id)


def _readers_now(tx: Tx, community_id: str) -> tuple[Actor, ...]:
    community = stored_communities.community(tx, community_id)
    return readers_in(tx, community) if community else ()


def _group(
    tx: Tx, actor: Actor, community_id: str
) -> tuple[Community, Partnership, tuple[Actor, ...]]:
    found = stored_communities.with_its_partnership(tx, community_id)
    if found is None:
        raise NotHere(NOTHING_HERE)
    community, partnership = found
    actor.require(Power.READ_COMMUNITY, partnership.id, community_id)
    return community, partnership, readers_in(tx, community)

"""A complaint about how a group's words are handled: who reads it, and by when it is answered.

Convenors read it, since it may be about whoever runs the sessions; where a group has none, those
who run them do. The page on which it is written names them before anything is sent, and they stay
its readers: nobody makes themselves one later, or by removing those who are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.domain.blankness import is_blank
from plugin.domain.people import MAY, Actor, Power, Role
from plugin.languages import lazy_gettext

ARRIVES_WITHIN = timedelta(days=30)  # in which the law asks to say that it has arrived
ANSWERED_IS_KEPT = timedelta(days=365)
LONGEST_COMPLAINT = 5_000
LONGEST_ANSWER = 5_000
LONGEST_ADDRESS = 254
MOST_OPEN = 3  # of one writer: whoever has a link does not fill the disk


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedComplaint:
    """One complaint; `link_hash` knows the writer's own link, `made_by` a signed-in person.

    Neither is there where somebody wrote by the code of a session. `reply_to` is what they left of
    themselves to be answered, an address or a number.
    """

    id: str
    community_id: str
    made_on: date
    words: str
    readers: tuple[str, ...]  # people's ids, as they were when it was sent
    reply_to: str = ""
    link_hash: str | None = None
    made_by: str | None = None
    arrived_on: date | None = None
    answer: str = ""
    answered_on: date | None = None

    def is_read_by(self, actor: Actor, partnership_id: str) -> bool:
        """Say whether somebody reads it: a reader of its day who still looks after the group."""
        looks_after = actor.may(Power.LOOK_AFTER, partnership_id, self.community_id)
        return looks_after and actor.is_among(self.readers)

    @property
    def arrival_due(self) -> date:
        """Return the day until which its writer is told that it has arrived."""
        return self.made_on + ARRIVES_WITHIN


def why_not_complaint(words: str, reply_to: str, number_open: int) -> str | None:
    """Return why a complaint cannot be stored, in sentences, or None."""
    if is_blank(words):
        return lazy_gettext("Write what is wrong. Nothing was sent.")
    if len(words) > LONGEST_COMPLAINT:
        return lazy_gettext(
            "A complaint can have %(most)s characters; yours has %(many)s. Nothing was sent. Make "
            "it shorter.",
            most=LONGEST_COMPLAINT,
            many=format(len(words), ","),
        )
    if len(reply_to) > LONGEST_ADDRESS or "\n" in reply_to:
        return lazy_gettext(
            "The address to answer to is too long. Nothing was sent. Write one address."
        )
    if number_open >= MOST_OPEN:
        return lazy_gettext(
            "%(most)s complaints of yours wait for an answer already. Nothing was sent. Wait for "
            "an answer, or talk to somebody.",
            most=MOST_OPEN,
        )
    return None


def readers_of_complaints(
    people: Iterable[Actor], partnership_id: str, community_id: str
) -> tuple[Actor, ...]:
    """Return who reads the complaints of a group: its convenors, or its hosts where it has none."""
    every = [(each, each.roles(partnership_id, community_id)) for each in people]
    convenors = tuple(each for each, roles in every if Role.CONVENOR in roles)
    hosts = tuple(each for each, roles in every if roles & MAY[Power.LOOK_AFTER])
    return convenors or hosts


def read_by_nobody(
    people: Collection[Actor], partnership_id: str, complaints: Iterable[RaisedComplaint]
) -> frozenset[str]:
    """Return the ids of complaints that wait for an answer, and that nobody reads any more."""
    return frozenset(
        each.id
        for each in complaints
        if not each.answered_on and not any(each.is_read_by(one, partnership_id) for one in people)
    )

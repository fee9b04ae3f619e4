"""Who may record what others said to a piece, and whether they wrote its words themselves.

Whoever wrote or changed any wording so far is its author; words that a group changed in a meeting
are the group's, whoever typed them. The author records nothing while enough others may. Nobody
counts as somebody else whose role here is newer than the words: an author could have added them.
And two people are one where the first made the link by which the second is signed in, since the
first could have used it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from plugin.domain.people import Actor, Power
from plugin.domain.pieces import PieceWhole
from plugin.errors import Refused
from plugin.store import people as stored_people
from plugin.store.database import Tx


class Authorship(Enum):
    """What the acting person has to do with the words; the value says why they do not record."""

    NONE = ""
    OWN = "You wrote these words, so somebody else records what was said to them."
    BY_LINK = (
        "One of two people made a sign-in link for the other. So they count as one here, and these "
        "words are theirs. Somebody else records what was said to them, or one of the two after "
        "signing in by a link that they asked for themselves."
    )
    NEWER = (
        "Your role here is newer than these words. Somebody who had theirs before records what was "
        "said to them."
    )


@dataclass(frozen=True, slots=True)
class Recorders:
    """What the acting person has to do with the words, and the names of those who may record."""

    authorship: Authorship = Authorship.NONE
    others: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()  # who may record where nobody else may

    @property
    def is_author(self) -> bool:
        """Say whether this person wrote the words, or counts as somebody who did."""
        return self.authorship in (Authorship.OWN, Authorship.BY_LINK)

    @property
    def may_read_back(self) -> bool:
        """Say whether this person may record a read-back: somebody else does, if there is one."""
        return self.authorship is Authorship.NONE or (self.is_author and not self.others)

    @property
    def may_hear_a_yes(self) -> bool:
        """Say whether this person may be one of the two who heard a writer's yes."""
        return self.authorship is Authorship.NONE or (self.is_author and len(self.others) < 2)

    @property
    def to_ask(self) -> tuple[str, ...]:
        """Return the names of those who may record instead."""
        return self.others or self.authors

    def require(self, may: bool) -> None:
        """Return if `may`; raise Refused with the reason, naming who may record."""
        if not may:
            names = " or ".join(self.to_ask)
            ask = f"Ask {names}." if names else "Change the words, then read them back."
            raise Refused(f"{self.authorship.value} Nothing was stored. {ask}")


def recorders(tx: Tx, actor: Actor, whole: PieceWhole) -> Recorders:
    """Return who may record what was said to the newest words of a piece."""
    here = (whole.piece.partnership_id, whole.piece.community_id)
    own = [each for each in whole.wordings if each.made_in == "here"]
    writers = {each.made_by for each in own}
    authors = writers.union(*(each.let_in_by for each in own))
    people = [person for person, _ in stored_people.people_of(tx, whole.piece.partnership_id)]
    team = [person for person in people if person.may(Power.READ_BACK, *here)]
    asked = [person for person in team if person.person_id not in actor.counts_as]
    is_new = not actor.had(Power.READ_BACK, *here, whole.newest.made_at)
    others = (person for person in asked if person.person_id not in authors)
    return Recorders(
        _authorship(actor, writers, authors, is_new=is_new),
        _names(each for each in others if each.had(Power.READ_BACK, *here, whole.newest.made_at)),
        _names(person for person in asked if person.person_id in writers),
    )


def _authorship(
    actor: Actor, writers: set[str | None], authors: set[str | None], *, is_new: bool
) -> Authorship:
    if actor.stored_id in writers:
        return Authorship.OWN
    if actor.counts_as & authors:
        return Authorship.BY_LINK
    return Authorship.NEWER if is_new else Authorship.NONE


def _names(people: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(person.name for person in people)

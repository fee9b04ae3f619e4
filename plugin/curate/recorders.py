"""Who may record what others said to a piece, and whether they wrote its words themselves.

Whoever wrote or changed any wording so far is its author; words that a group changed in a meeting
are the group's, whoever typed them. The author records nothing while enough others may.
"""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.people import Actor, Power
from plugin.domain.pieces import PieceWhole
from plugin.errors import Refused
from plugin.store import people as stored_people
from plugin.store.database import Tx


@dataclass(frozen=True, slots=True)
class Recorders:
    """Whether the acting person wrote the words, and the names of those who may record instead."""

    is_author: bool
    others: tuple[str, ...]

    @property
    def may_read_back(self) -> bool:
        """Say whether this person may record a read-back: somebody else does, if there is one."""
        return not self.is_author or not self.others

    @property
    def may_hear_a_yes(self) -> bool:
        """Say whether this person may be one of the two who heard a writer's yes."""
        return not self.is_author or len(self.others) < 2

    def require(self, may: bool) -> None:
        """Return if `may`; raise Refused for an author, naming who may record."""
        if not may:
            raise Refused(
                "You wrote these words, so somebody else records what was said to them. Nothing "
                f"was stored. Ask {' or '.join(self.others)}."
            )


def recorders(tx: Tx, actor: Actor, whole: PieceWhole) -> Recorders:
    """Return who may record what was said to the newest words of a piece."""
    here = (whole.piece.partnership_id, whole.piece.community_id)
    authors = {each.made_by for each in whole.wordings if each.made_in == "here"}
    people = (person for person, _ in stored_people.people_of(tx, whole.piece.partnership_id))
    others = tuple(
        person.name
        for person in people
        if person.may(Power.READ_BACK, *here)
        and person.person_id not in (actor.person_id, *authors)
    )
    return Recorders(actor.stored_id in authors, others)

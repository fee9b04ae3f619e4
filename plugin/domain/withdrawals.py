"""Who pressed the button when a note was taken back: the part they have, never the person."""

from __future__ import annotations

from enum import Enum

from plugin.domain.people import Actor, Role

# What stood on every note that was taken back before it was stored who pressed the button.
UNKNOWN = "It was taken back."


class TakenBackBy(Enum):
    """The part of whoever took a note back; the value completes *It was taken back …*."""

    WRITER = "by its writer"
    FACILITATOR = "by the facilitator for its writer"
    CONVENOR = "by a convenor for its writer"
    OPERATOR = "by the administrator for its writer"

    @property
    def reason(self) -> str:
        """Return the sentence that stays on the note's tombstone and on stubs of sources."""
        return f"It was taken back {self.value}."


def taken_back_by(actor: Actor, partnership_id: str, community_id: str) -> TakenBackBy:
    """Return the part in which `actor` takes a note back for somebody else."""
    if actor.is_operator:
        return TakenBackBy.OPERATOR
    is_facilitator = Role.FACILITATOR in actor.roles(partnership_id, community_id)
    return TakenBackBy.FACILITATOR if is_facilitator else TakenBackBy.CONVENOR

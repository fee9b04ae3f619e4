"""Who pressed the button when a note was taken back: the part they have, never the person."""

from __future__ import annotations

from enum import Enum

from plugin.domain.people import Actor, Role
from plugin.languages import lazy_gettext

# What stood on every note that was taken back before it was stored who pressed the button.
UNKNOWN = str(lazy_gettext("It was taken back."))


class TakenBackBy(Enum):
    """The part of whoever took a note back; the value is what stays on the note's tombstone."""

    WRITER = str(lazy_gettext("It was taken back by its writer."))
    FACILITATOR = str(lazy_gettext("It was taken back by the facilitator for its writer."))
    CONVENOR = str(lazy_gettext("It was taken back by a convenor for its writer."))
    OPERATOR = str(lazy_gettext("It was taken back by the administrator for its writer."))

    @property
    def reason(self) -> str:
        """Return the sentence that stays on the note's tombstone and on stubs of sources."""
        return self.value


def taken_back_by(actor: Actor, partnership_id: str, community_id: str) -> TakenBackBy:
    """Return the part in which `actor` takes a note back for somebody else."""
    if actor.is_operator:
        return TakenBackBy.OPERATOR
    is_facilitator = Role.FACILITATOR in actor.roles(partnership_id, community_id)
    return TakenBackBy.FACILITATOR if is_facilitator else TakenBackBy.CONVENOR

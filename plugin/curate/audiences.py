"""Who may read a piece, as people; audiences are named, never counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugin.domain.agreements import Agreement
from plugin.domain.audiences import partners_in_words
from plugin.domain.blockers import reasons_against
from plugin.domain.communities import Community, Partnership
from plugin.domain.people import Actor
from plugin.domain.pieces import (
    PieceWhole,
    Rung,
)


@dataclass(frozen=True, slots=True)
class Audience:
    """One answer to *Who may read this?*, as people; `reasons` say why not now."""

    rung: Rung
    people: str
    reasons: tuple[str, ...]


def audiences(
    whole: PieceWhole,
    community: Community,
    partnership: Partnership,
    people: Sequence[Actor],
    now: datetime,
    agreement: Agreement | None,
) -> tuple[Audience, ...]:
    """Return every audience as people, with the reasons why the piece may not go there now.

    Nobody is counted: two audiences of known size give away how many stand between them.
    """
    said = {
        Rung.ME: (
            "Those who work on it: the learning partner and the facilitators; after a read-back "
            "the group too, as long as it can object."
        ),
        Rung.US: f"Everybody in {community.name}.",
        Rung.PARTNERSHIP: partners_in_words(partnership, people),
        Rung.LANDSCAPE: "Learning communities elsewhere that ask the same questions.",
        Rung.PUBLIC: "Everybody, everywhere.",
    }
    return tuple(
        Audience(rung, said[rung], reasons_against(whole, rung, now, agreement)) for rung in Rung
    )

"""Collections: pieces of several groups that a learning partner puts side by side; pure.

A collection names pieces and copies none of their words: whoever opens it reads of each what they
may read anyway.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from plugin.domain.blankness import is_blank, one_line
from plugin.errors import BadInput

COLLECTION_NAME_MAX = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceCollection:
    """Pieces that somebody put together: for themselves, or for every learning partner here."""

    id: str
    partnership_id: str
    name: str = field(repr=False)
    is_shared: bool = False
    is_own: bool = True
    version: int = 1
    piece_ids: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """Return what it is called; its name goes with words of a note that it repeated."""
        return self.name or "a collection without a name"


def collection_name_of(given: str) -> str:
    """Return a name as it is stored; raise BadInput for none, or one that is too long."""
    name = one_line(given)
    if is_blank(name):
        raise BadInput("A collection needs a name. Nothing was changed. Write a few words.")
    if len(name) > COLLECTION_NAME_MAX:
        raise BadInput(
            f"The name has {len(name)} characters; {COLLECTION_NAME_MAX} fit. Nothing was changed. "
            "Shorten it."
        )
    return name

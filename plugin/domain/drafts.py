"""Drafts: words for a piece that somebody typed and has not saved; pure.

A draft is one person's own, and makes no wording. It says which wording stood there when it was
typed, so that nobody writes over words they never saw.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from plugin.domain.blankness import one_line
from plugin.domain.clusters import NAME_MAX, first_clause
from plugin.errors import BadInput

STORY_MAX = 40_000  # characters; a form that is sent by a script is bounded like any other
WENT = (
    "Words were taken out of your draft meanwhile: somebody took a note back, or a name is "
    "disguised. Nothing was kept. Copy what you want to keep, and open the page again."
)
ELSEWHERE = (
    "You write this in another window too, and the words that were kept there are newer. What you "
    "type in this one is not kept. Copy what you want to keep, and open the page again."
)
WRITES_NOW = timedelta(minutes=5)  # somebody who typed so lately is said to be writing


class FormShown(NamedTuple):
    """Which showing of a form sent something, and the stamp of the draft that stood in it."""

    window: str = ""
    seen: str | None = None  # None: it does not say

    def follows(self, kept: PieceDraft | None) -> bool:
        """Say whether it kept, or showed, what is kept now: else another window is newer."""
        if kept is None or self.seen is None:
            return True
        return self.window == kept.window or self.seen == kept.stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceDraft:
    """What a person typed for a piece, or for one that is not made yet (`piece_id` is None)."""

    id: str
    community_id: str
    piece_id: str | None = None
    title: str = field(default="", repr=False)
    line: str = field(default="", repr=False)
    narrative: str = field(default="", repr=False)
    kind: str = ""
    after: int = 0  # the number of the wording that stood there
    note_ids: tuple[str, ...] = ()  # that a new piece is to be made from
    cluster_id: str = ""
    against: tuple[str, ...] = ()  # notes that do not fit in a new piece
    fits: bool = False  # nothing does not fit yet
    window: str = ""  # of the form that kept it: one showing of a page
    version: int = 0  # how often words were taken out of it: an older form writes none back
    kept_at: datetime

    @property
    def words(self) -> tuple[str, str, str]:
        """Return its title, line and story."""
        return (self.title, self.line, self.narrative)

    @property
    def stamp(self) -> str:
        """Return what a form says of the draft that it shows: when it was kept."""
        return self.kept_at.isoformat()

    @property
    def called(self) -> str:
        """Return what a list calls it."""
        words = one_line(self.title or self.line or self.narrative)
        return first_clause(words, NAME_MAX) or "without a title"


def require_bounded(words: tuple[str, str, str]) -> None:
    """Return if a draft is no longer than what can be kept; raise BadInput."""
    length = sum(map(len, words))
    if length > STORY_MAX:
        raise BadInput(
            f"The draft has {length} characters; {STORY_MAX} can be kept. It is still in the form. "
            "Shorten it, or save a part of it first."
        )

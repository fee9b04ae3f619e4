"""Memos beside clusters, themes and pieces: what a curator wants to remember of them; pure.

Memos beside notes are in `domain.themes`. Each person has one memo beside one thing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from plugin.domain.overtaken import shown_mark
from plugin.domain.themes import MEMO_MAX
from plugin.errors import BadInput


class MemoAbout(Enum):
    """What a memo stands beside."""

    CLUSTER = "cluster"
    THEME = "theme"
    PIECE = "piece"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingMemo:
    """What a curator writes down beside one thing: for themselves, or for the others too."""

    about: MemoAbout
    about_id: str
    words: str = field(repr=False)
    is_shared: bool = False
    is_own: bool = True


def require_memo_fits(words: str) -> None:
    """Return if a memo can be stored; raise BadInput for one that is too long."""
    if len(words) > MEMO_MAX:
        raise BadInput(
            f"The memo has {len(words)} characters; {MEMO_MAX} fit. Nothing was stored. Shorten it."
        )


def require_memo_unchanged(shown: str | None, stored: str) -> None:
    """Return if a form showed a memo as it is stored, or none was used; raise BadInput.

    `shown` is the mark of what the form was filled with (`shown_mark`).
    """
    if shown is not None and shown != shown_mark(stored):
        raise BadInput(
            "This memo was changed while you wrote: by you in another window, or since words in it "
            "were taken back. Nothing was stored. What you typed stands below. Save again to keep "
            "it."
        )

"""A private list between sessions: whom to thank, answer, ask, and with whom to mend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from plugin.domain.blankness import is_blank

LONGEST_LINE, MOST_LINES = 300, 100


class PrivateVerb(Enum):
    """What somebody wants to do; the value is the word on screens."""

    THANK = "thank"
    ANSWER = "answer"
    ASK = "ask"
    MEND = "mend"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateLine:
    """One line of a person's list; `done_on` None: it is still to be done."""

    id: str
    person_id: str
    community_id: str
    verb: PrivateVerb
    words: str
    made_on: date
    done_on: date | None = None


def why_not_line(words: str, number: int) -> str | None:
    """Return why no such line can be added to a list of so many, in a sentence; None if it can."""
    if is_blank(words):
        return "Write whom, and for what. Nothing was stored."
    if len(words) > LONGEST_LINE:
        return (
            f"A line may have {LONGEST_LINE} characters; yours has {len(words):,}. Nothing was "
            "stored. Make it shorter."
        )
    if number >= MOST_LINES:
        return f"Your list has {MOST_LINES} lines. Nothing was stored. Erase some that are done."
    return None

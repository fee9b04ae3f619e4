"""The permission of a sponsor: what a group may do, what the sponsor receives, until when.

The sponsor writes or changes the words and agrees with one press. Members read it in full; boards
print the note and who gave it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plugin.domain.blankness import is_blank
from plugin.domain.communities import LONGEST

LINK_LASTS = timedelta(days=30)
LONGEST_PROMISE = 1000
_NEEDED = "Nothing was stored. Fill it in, then send it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionWords:
    """What a sponsor agrees to, in their words."""

    note: str = ""
    sponsor: str = ""  # their post: Director of Integrated Care
    receives: str = ""
    never_asks: str = ""
    review_on: date | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Return everything in it that people wrote."""
        return (self.note, self.sponsor, self.receives, self.never_asks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """A permission that was asked for; `agreed_on` None: the sponsor has not answered."""

    id: str
    community_id: str
    words: PermissionWords
    asked_by: str | None  # a person's id; None: whoever runs the server
    until: datetime  # of the link
    agreed_on: date | None = None
    let_in_by: tuple[str, ...] = ()  # as the sign-in of who asked said (`domain.people.Actor`)

    def is_due(self, today: date) -> bool:
        """Say whether the day has come on which it was to be looked at again."""
        return self.words.review_on is not None and self.words.review_on <= today


def why_not(words: PermissionWords, today: date) -> str | None:
    """Return why these words cannot be agreed, in a sentence; None if they can."""
    if is_blank(words.note):
        return f"The permission has no words yet. {_NEEDED}"
    if is_blank(words.sponsor):
        return f"The permission does not say who gives it. {_NEEDED}"
    if words.review_on is None or words.review_on <= today:
        return f"The day to look at it again must be a later day than today. {_NEEDED}"
    return too_long(words)


def too_long(words: PermissionWords) -> str | None:
    """Return which text is longer than it may be, in a sentence; None if all fit."""
    most = {
        "permission": (words.note, LONGEST["permission_note"]),
        "line about who gives it": (words.sponsor, LONGEST["sponsor"]),
        "text about what comes back": (words.receives, LONGEST_PROMISE),
        "text about what is never asked": (words.never_asks, LONGEST_PROMISE),
    }
    for called, (given, room) in most.items():
        if len(given) > room:
            return (
                f"The {called} may have {room:,} characters; yours has {len(given):,}. Nothing was "
                "stored. Make it shorter."
            )
    return None

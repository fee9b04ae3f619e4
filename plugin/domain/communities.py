"""Partnerships and their learning communities, with what a board's welcome box says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Partnership:
    """The tenant: nothing is ever visible across partnerships."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """A learning community: its question, and the sentences that its boards print."""

    id: str
    partnership_id: str
    name: str
    question: str
    permission_note: str = ""
    sponsor: str = ""  # as the welcome box names them: "Director of Integrated Care"
    host: str = ""  # who runs the server, and whose board it is
    contact: str = ""
    rules: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Return everything in it that people wrote."""
        own = (self.name, self.question, self.permission_note, self.sponsor, self.host)
        return (*own, self.contact, *self.rules)

    @property
    def fields(self) -> dict[str, Any]:
        """Return what its form asks for, in the order of the form."""
        return {name: getattr(self, name) for name in (*LONGEST, "rules")}


# What a welcome box can print so that somebody still reads it.
LONGEST = {
    "name": 120,
    "question": 500,
    "permission_note": 6000,
    "sponsor": 240,
    "host": 240,
    "contact": 240,
}
_CALLED = {
    "permission_note": "permission note",
    "sponsor": "line about who gave the permission",
    "host": "line about server and board",
    "contact": "line about who answers questions",
}
LONGEST_RULE, MOST_RULES = 500, 40


def too_long(community: Community) -> str | None:
    """Say which text of a community is longer than it may be; None if all fit."""
    for text, most in LONGEST.items():
        long = len(getattr(community, text))
        if long > most:
            return (
                f"The {_CALLED.get(text, text)} may have {most:,} characters; yours has {long:,}."
            )
    if len(community.rules) > MOST_RULES:
        return f"There may be {MOST_RULES} ground rules; yours are {len(community.rules)}."
    long = max(map(len, community.rules), default=0)
    if long > LONGEST_RULE:
        return f"Each ground rule may have {LONGEST_RULE} characters; one of yours has {long:,}."
    return None

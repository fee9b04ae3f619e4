"""What a group writes down of itself: who is here for what, who is missing, intentions, interests.

Plain texts for members; no setting follows from them. The next date is suggested where the next
session is planned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from plugin.domain.blankness import is_blank

LONGEST_TEXT = 2000
# How the form and the group's page call each text, in their order.
HEADINGS = {
    "parties": "Who is here, and what for",
    "missing": "Who is missing",
    "intentions": "What we intend",
    "interests": "Interests that we declare",
    "cadence": "How often we meet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutGroup:
    """The texts of a group, each of any number of lines; `version` counts how often it changed."""

    parties: str = ""
    missing: str = ""
    intentions: str = ""
    interests: str = ""
    cadence: str = ""
    next_on: date | None = None
    version: int = 0

    @property
    def fields(self) -> dict[str, Any]:
        """Return what its form asks for, in the order of the form."""
        return {**{name: getattr(self, name) for name in HEADINGS}, "next_on": self.next_on}

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Return each text that says something, with its heading."""
        found = ((heading, getattr(self, name)) for name, heading in HEADINGS.items())
        return tuple((heading, text) for heading, text in found if not is_blank(text))


def too_long(about: AboutGroup) -> str | None:
    """Say which text is longer than it may be; None if all fit."""
    for heading, text in about.texts:
        if len(text) > LONGEST_TEXT:
            return (
                f"“{heading}” may have {LONGEST_TEXT:,} characters; yours has {len(text):,}. "
                "Nothing was stored. Make it shorter."
            )
    return None

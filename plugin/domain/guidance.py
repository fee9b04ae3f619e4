"""How much a running session's page tells whoever runs it: all, the sentence to say, or neither.

Labels, warnings, times and buttons are no guidance: they stay whatever somebody chooses.
"""

from __future__ import annotations

from enum import StrEnum

OFFERED_AFTER = 3  # closed sessions of a group: before that nobody is told that less is possible


class Guidance(StrEnum):
    """What one facilitator wants to read, as they chose it."""

    FULL = "full"
    SHORT = "short"
    NONE = "none"

    @property
    def in_words(self) -> str:
        """Return what the button says."""
        return {
            Guidance.FULL: "All of it",
            Guidance.SHORT: "The sentence to say",
            Guidance.NONE: "None",
        }[self]


def guidance_of(chosen: str) -> Guidance:
    """Return what was chosen before; all of it for everything else."""
    known = {each.value for each in Guidance}
    return Guidance(chosen) if chosen in known else Guidance.FULL

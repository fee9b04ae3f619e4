"""What people changed under a piece beside its words: a trail of who, when and why.

Notes are put under it and taken off, a piece is split or joined with another, or set down. Each is
kept as a step; a change of what a piece rests on makes its next wording, a draft.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

LONGEST_WHY = 300


class Did(StrEnum):
    """What was done to a piece."""

    ADDED = "added"
    TAKEN_OFF = "taken off"
    SPLIT = "split"  # some of its notes went to another piece
    SPLIT_FROM = "split from"  # it was made from some notes of another
    JOINED = "joined"  # it took the notes of another
    JOINED_INTO = "joined into"  # its notes went to another
    SET_DOWN = "set down"
    AGAINST = "against"
    READ = "read"
    READ_NO_MORE = "read no more"
    RETIRED = "retired"
    EVIDENCE = "evidence"
    EVIDENCE_OFF = "evidence off"

    @property
    def shares_words(self) -> bool:
        """Say whether this piece and another have the same words or notes since then."""
        return self in (Did.SPLIT, Did.SPLIT_FROM, Did.JOINED, Did.JOINED_INTO)

    @property
    def says(self) -> str:
        """Return it as the piece's page says it."""
        return _SAYS[self]


_SAYS = {
    Did.ADDED: "Notes were put under it",
    Did.TAKEN_OFF: "A note was taken off",
    Did.SPLIT: "It was split: some of its notes went to another piece",
    Did.SPLIT_FROM: "It was made from some notes of another piece",
    Did.JOINED: "Another piece was joined into it",
    Did.JOINED_INTO: "It was joined into another piece",
    Did.SET_DOWN: "It was set down",
    Did.AGAINST: "Notes were put beside it that do not fit",
    Did.READ: "Somebody said how it is read where they come from",
    Did.READ_NO_MORE: "A reading was taken off",
    Did.RETIRED: "It is not open any more",
    Did.EVIDENCE: "What the learning partner noticed, a figure or a picture was put under it",
    Did.EVIDENCE_OFF: "What the learning partner noticed, a figure or a picture was taken off",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceStep:
    """One step: what was done, when and by whom, and why in their words."""

    id: str
    piece_id: str
    at: datetime
    did: Did
    by: str | None = None  # a person, for its team alone
    because: str = field(default="", repr=False)
    other_id: str | None = None  # another piece

    @property
    def brings_words(self) -> bool:
        """Say whether words of another piece came into this one by it."""
        return self.did in (Did.SPLIT_FROM, Did.JOINED)

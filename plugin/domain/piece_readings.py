"""How people of one origin read a piece: in the words of one of them, or as they are understood.

An origin from which fewer than three people took part is never spoken for (rule 7): one of them
signs their own statement, or nothing stands there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from plugin.domain.hidden_texts import HIDDEN

LONGEST_ORIGIN, LONGEST_READING = 60, 600
FEWEST_SPOKEN_FOR = 3
READ_BY_EACH = "How each of us reads it"  # the heading over them


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceReading:
    """One reading of a piece; `since` and `until` are bases of wordings, as of sources."""

    id: str
    piece_id: str
    origin: str = field(repr=False)
    words: str = field(repr=False)
    signed_as: str = ""  # a name; empty: the learning partner's understanding
    by: str | None = None
    since: int = 0
    until: int | None = None
    has_signer_left: bool = field(default=False, compare=False)  # the partnership
    has_other_name: bool = field(default=False, compare=False)  # whoever signed it, by now

    @property
    def whose(self) -> str:
        """Return whose words these are, as pages say it."""
        if self.signed_as:
            return f"Their own words, signed by {self.signed_as}"
        return "The learning partner’s understanding"

    @property
    def whose_now(self) -> str:
        """Return it as pages of the partnership say it, where another could have the name by now.

        Whoever left, or has another name, is told apart so from somebody who has that name and came
        later. Where words go on being carried, it is `whose`, which nothing of that changes.
        """
        if self.signed_as and self.has_signer_left:
            return f"{self.whose}, who left"
        return f"{self.whose}, who has another name here by now" if self.is_renamed else self.whose

    @property
    def is_renamed(self) -> bool:
        """Say whether who signed it has another name than people read when they were asked."""
        return bool(self.signed_as) and self.has_other_name

    @property
    def in_one_line(self) -> str:
        """Return it in one line, as it is read to people."""
        return f"{self.origin}: {self.words} ({self.whose})"

    @property
    def is_gone(self) -> bool:
        """Say whether no wording shows it any more: it was erased, or its signer took it off."""
        return not self.words or not self.origin or self.until == self.since

    @property
    def is_closed(self) -> bool:
        """Say whether nobody reads it just now, since it tells held words."""
        return HIDDEN in self.words or HIDDEN in self.origin

    def is_missing_beside(self, basis: int) -> bool:
        """Say whether it is gone from wordings of a basis, or of one before it."""
        ended = self.until is not None and self.since < self.until <= basis
        return self.is_gone and not ended

    def carries(self, basis: int) -> bool:
        """Say whether it stands beside wordings of a basis; one that was erased does nowhere."""
        is_then = self.since <= basis and (self.until is None or basis < self.until)
        return is_then and bool(self.words)

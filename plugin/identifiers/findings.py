"""What a finding is: which words, of what kind, and what could stand in their place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

ERASED = "[erased]"


class IdentifierKind(Enum):
    """What words that may point to a person are; the value completes *Here stands …*."""

    EMAIL = "an e-mail address"
    PHONE = "a phone number"
    NHS = "an NHS number"
    INSURANCE = "a National Insurance number"
    POSTCODE = "a postcode"
    BIRTH_DATE = "a date of birth"
    LINK = "an address with a query"
    NAME = "a name"

    @property
    def suggestion(self) -> str:
        """Return the words that are offered in place of what was found."""
        return _SUGGESTIONS[self]

    @property
    def erases_first(self) -> bool:
        """Say whether nobody ever needs such words, so that *Erase for good* is offered first."""
        return self in _NEVER_NEEDED


_SUGGESTIONS = {
    IdentifierKind.EMAIL: "[an e-mail address]",
    IdentifierKind.PHONE: "[a phone number]",
    IdentifierKind.NHS: "[an NHS number]",
    IdentifierKind.INSURANCE: "[a National Insurance number]",
    IdentifierKind.POSTCODE: "[an address]",
    IdentifierKind.BIRTH_DATE: "[a date of birth]",
    IdentifierKind.LINK: "[a link]",
    IdentifierKind.NAME: "[a colleague]",
}
_NEVER_NEEDED = frozenset(
    {IdentifierKind.NHS, IdentifierKind.INSURANCE, IdentifierKind.BIRTH_DATE, IdentifierKind.PHONE}
)


@dataclass(frozen=True, slots=True)
class Identifier:
    """Words of a text that may point to a person.

    `start` and `end` are places in the text as it was given. `key` is what a decision about these
    words is known by: the same for every way in which they can be typed.
    """

    kind: IdentifierKind
    start: int
    end: int
    key: str
    suggestion: str

    def words(self, text: str) -> str:
        """Return the words as the text has them."""
        return text[self.start : self.end]

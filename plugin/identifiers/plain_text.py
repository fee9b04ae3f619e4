"""A text as a finder reads it: plain letters and digits, with the way back to what was typed.

Marks that nobody sees go, every blank is a space, every dash a hyphen, every apostrophe straight;
wide and circled digits are digits, and accents are off their letters. Line breaks stay.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SAME = {
    **dict.fromkeys("‐‑‒–—―−⁃﹣－", "-"),
    **dict.fromkeys("‘’‚‛ʼ′´`＇", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    "\t": " ",
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "․": ".",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "ß": "ss",
    "æ": "ae",
    "Æ": "Ae",
    "đ": "d",
}
# What most texts have besides plain letters; each stands for one letter, so that places stay.
_ONE_FOR_ONE = str.maketrans(
    {char: same for char, same in _SAME.items() if len(same) == 1}
    | dict.fromkeys("\u00a0\u2009\u202f\u2007\u2002\u2003", " ")
)


@dataclass(frozen=True, slots=True)
class PlainText:
    """The plain letters, and for each of them where it came from in the text."""

    text: str
    places: tuple[int, ...] | None  # None: every letter stands where it stood
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return from where to where plain letters stand in the text as it was typed."""
        if self.places is None:
            return start, end
        last = self.places[end - 1]
        after = self.places[end] if end < len(self.places) else self.length
        # Marks that belong to the last letter, such as a combining accent, go with it.
        return self.places[start], max(last + 1, after if end < len(self.places) else self.length)


def plain_text(text: str) -> PlainText:
    """Return a text as finders read it."""
    quick = text.translate(_ONE_FOR_ONE)
    if quick.isascii():
        return PlainText(quick, None, len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for letter in _plain(char):
            letters.append(letter)
            places.append(place)
    return PlainText("".join(letters), tuple(places), len(text))


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char.isascii() or char in _SAME:
        return _SAME.get(char, char)
    if unicodedata.category(char) == "Cf":
        return ""
    if char.isspace():
        return "\n" if char in "\x85\x0b\x0c" else " "
    apart = unicodedata.normalize("NFKD", char)
    kept = (each for each in apart if unicodedata.category(each) != "Mn")
    return "".join(_SAME.get(each, each) for each in kept)


def folded(text: str) -> str:
    """Return a text as keys hold it: plain, without case."""
    return plain_text(text).text.casefold()

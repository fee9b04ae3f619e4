"""What of a text can be read: whether it says anything, on one line, in the order of its letters.

A text is blank when only separators, controls, format signs and fillers are left of it. Screens
show nothing for these, though `str.strip` keeps most of them. U+3000 parts words in Japanese and
Chinese, U+00A0 keeps two together: neither is stray white space, and both stay on one line.

Behind U+202E *koob* is read as *book*, so that words come back which no comparison finds: each word
may have a mark of its own. Nobody types these marks, and a text in Arabic or Hebrew is shown in its
order without them; U+200E and U+200F, which turn no letters round, stay.
"""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})  # separators, controls, format signs
# Format signs by their category that screens do show: marks that stand before numbers or words.
_SHOWN = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
# Letters, marks and symbols that show nothing by themselves: fillers of Hangul, Khmer, Khitan and
# Braille, joiners of graphemes, the empty note head, and what selects a variant.
_FILLERS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\U0001d159\U00016fe4"
)
_VARIANTS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_RESERVED = ((0x2060, 0x206F), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF))  # ignorable, unassigned too
_RANGES = (*_VARIANTS, *_RESERVED)
_FIRST_RANGED = chr(min(first for first, _last in _RANGES))
_JOINED = " \t\n\v\f\r\x85\u2028\u2029"
_RUNS = re.compile(f"[{_JOINED}]+")


def is_blank(text: str) -> bool:
    """Say whether nothing of a text can be read."""
    return all(_shows_nothing(character) for character in text)


def _shows_nothing(character: str) -> bool:
    if character in _FILLERS:
        return True
    if unicodedata.category(character) in _UNSEEN:
        return character not in _SHOWN
    # Nearly every character is a letter below these: ranges are looked through for few.
    return character >= _FIRST_RANGED and any(
        first <= ord(character) <= last for first, last in _RANGES
    )


def one_line(text: str) -> str:
    """Return `text` with runs of spaces, tabs and line breaks as one space; blank text is empty."""
    return "" if is_blank(text) else _RUNS.sub(" ", text).strip(" ")


# Embeddings, overrides and their end; isolates and theirs.
_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def in_stored_order(text: str) -> str:
    """Return a text without the marks that show its letters in another order."""
    return text if text.isascii() else _MARKS.sub("", text)

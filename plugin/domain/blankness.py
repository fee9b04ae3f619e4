"""What of a text can be read and compared: whether it says anything, on one line, folded.

A text is blank when only separators, controls, format signs and fillers are left of it. Screens
show nothing for these, though `str.strip` keeps most of them. U+3000 parts words in Japanese and
Chinese, U+00A0 keeps two together: neither is stray white space, and both stay on one line.

Behind U+202E *koob* is read as *book*, so that words come back which no comparison finds: each word
may have a mark of its own. Nobody types these marks, and a text in Arabic or Hebrew is shown in its
order without them; U+200E and U+200F, which turn no letters round, stay.

Two texts are compared folded: compatibility forms (full width, ligatures), case, accents and vowel
points, joiners and other format signs, and the hyphens inside words make no difference. Folding
follows Unicode's canonical caseless matching (NFKD, then full case folding). Marks that make
another letter, as in Japanese, Thai or Hindi, are kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

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


_HYPHENS = frozenset("-\u2010\u2011\ufe63\uff0d")
_APOSTROPHES = frozenset("'\u2018\u2019\u02bc\uff07")
# Accents; points and cantillation of Hebrew; vowels, hamza and Koranic marks of Arabic; variation
# selectors; skin tones of emoji.
_LEFT_OUT = (
    (0x0300, 0x036F),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0xFE00, 0xFE0F),
    (0x1F3FB, 0x1F3FF),
)
# Letters that people type in one form or the other, and that Unicode does not decompose.
_SAME = str.maketrans(
    {
        "\u0640": "",  # tatweel only stretches a word
        "\u0671": "\u0627",
        "\u0649": "\u064a",
        "\u06cc": "\u064a",
        "\u06a9": "\u0643",
        "\u0629": "\u0647",
        "đ": "d",
        "ø": "o",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
    }
)


def fold(text: str) -> str:
    """Return what is kept of a text to search in: letters, digits and signs, single spaces."""
    if text.isascii():  # twenty times as fast, and the same
        joined = _INSIDE_A_WORD.sub("", text.lower())
        return " ".join(joined.translate(_ASCII).split())
    return "".join(letters for letters, _ in folded_letters(text)).strip()


def is_same_name(one: str, other: str) -> bool:
    """Say whether two names read the same, however they are written."""
    return fold(one) == fold(other)


_INSIDE_A_WORD = re.compile("(?<=[a-z0-9])[-'](?=[a-z0-9])")


def folded_letters(text: str, between: str = "") -> Iterator[tuple[str, int]]:
    """Yield folded letters with the index of the character that they come from.

    A hyphen inside a word becomes `between`.
    """
    letters = [(letter, at) for at, char in enumerate(text) for letter in letters_of(char)]
    is_space, is_letter = True, False
    for number, (letter, at) in enumerate(letters):
        if letter in _HYPHENS or letter in _APOSTROPHES:
            following = letters[number + 1][0] if number + 1 < len(letters) else " "
            if is_letter and following.isalnum():
                if between and letter in _HYPHENS:
                    yield between, at
                continue
            letter = " "
        if letter != " " or not is_space:
            yield letter, at
        is_space, is_letter = letter == " ", letter.isalnum()


@lru_cache(maxsize=4096)
def letters_of(char: str) -> str:
    """Return what a character is folded to: letters, signs inside words, spaces, or nothing."""
    whole = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(_one(each) for each in whole).translate(_SAME)


def _one(char: str) -> str:
    category = unicodedata.category(char)
    code = ord(char)
    if category in ("Cf", "Me") or any(low <= code <= high for low, high in _LEFT_OUT):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    is_kept = category[0] in "LMNS" or char in _HYPHENS or char in _APOSTROPHES
    return char if is_kept else " "


# What every ASCII character is folded to that stands in no word: itself where it is kept.
_ASCII = {
    code: letter if (letter := letters_of(chr(code))) and letter not in "-'" else " "
    for code in range(128)
}

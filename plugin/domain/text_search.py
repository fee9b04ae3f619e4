"""What two texts share for somebody who searches, and where in a text the hits are.

Texts and questions are folded in the same way: compatibility forms (full width, ligatures),
case, accents and vowel points, joiners and other format signs, and the hyphens inside words make
no difference. A word is then looked for anywhere, so that it is found inside a German compound,
and in Chinese, Japanese or Thai, which put no spaces between words. A hyphen in a question stands
for one, for a space, or for nothing: *follow-up* finds follow-up, follow up and followup.

Folding follows Unicode's canonical caseless matching (NFKD, then full case folding). Marks that
make another letter, as in Japanese, Thai or Hindi, are kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

MOST_TERMS = 12  # more words than anybody types; each costs a look at every text
_MOST_PARTS = 3  # of a word with hyphens, of which every spelling is looked for

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

Segments = tuple[tuple[str, bool], ...]


def fold(text: str) -> str:
    """Return what is kept of a text to search in: letters, digits and signs, single spaces."""
    if text.isascii():  # twenty times as fast, and the same
        joined = _INSIDE_A_WORD.sub("", text.lower())
        return " ".join(joined.translate(_ASCII).split())
    return "".join(folded for folded, _ in _folded(text)).strip()


_INSIDE_A_WORD = re.compile("(?<=[a-z0-9])[-'](?=[a-z0-9])")


def terms_of(question: str) -> tuple[str, ...]:
    """Return the folded words of a question, at most `MOST_TERMS`; each must be found.

    They keep the hyphens inside them, which no folded text has: look for `spellings` of a term.
    """
    folded = "".join(letter for letter, _ in _folded(question, between="-"))
    return tuple(dict.fromkeys(folded.split()))[:MOST_TERMS]


def spellings(term: str) -> tuple[str, ...]:
    """Return what a term is in a folded text: its parts joined, apart, or some of each."""
    parts = term.split("-")
    if len(parts) > _MOST_PARTS:
        return ("".join(parts), " ".join(parts))
    found = [parts[0]]
    for part in parts[1:]:
        found = [f"{before}{between}{part}" for before in found for between in ("", " ")]
    return tuple(found)


def highlight(text: str, terms: Sequence[str]) -> Segments:
    """Cut a text into segments: words as written, and whether they are a hit."""
    segments, done = [], 0
    for start, end in _hits(text, terms):
        segments += [(text[done:start], False), (text[start:end], True)]
        done = end
    segments.append((text[done:], False))
    return tuple((words, is_hit) for words, is_hit in segments if words)


def excerpt(text: str, terms: Sequence[str], around: int = 120) -> Segments:
    """Return `highlight` of the part of a long text round its first hit; dots where it is cut."""
    first = next(iter(_hits(text, terms)), (0, 0))
    start = _at_space(text, max(0, first[0] - around), +1) if first[0] > around else 0
    end = _at_space(text, first[1] + around * 2, -1)
    shown = highlight(text[start:end], terms)
    before: Segments = (("… ", False),) if start else ()
    after: Segments = ((" …", False),) if end < len(text) else ()
    return (*before, *shown, *after)


def _at_space(text: str, position: int, step: int) -> int:
    """Return the nearest space within a short word's length, so that words are not cut."""
    if position >= len(text):
        return len(text)
    for moved in range(24):
        at = position + step * moved
        if 0 < at < len(text) and text[at].isspace():
            return at
    return position


def _hits(text: str, terms: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return where the terms stand in a text, in order and without overlaps."""
    folded = list(_folded(text))
    whole = "".join(letters for letters, _ in folded)
    origin = [at for letters, at in folded for _ in letters]
    found = []
    for spelling in (each for term in terms for each in spellings(term)):
        at = whole.find(spelling)
        while at >= 0:
            found.append((origin[at], _end_in(text, origin[at + len(spelling) - 1])))
            at = whole.find(spelling, at + len(spelling))
    return _merged(sorted(found))


def _end_in(text: str, last: int) -> int:
    """Return the end of the character at `last`, with the marks that belong to it."""
    end = last + 1
    while end < len(text) and not _letters(text[end]):
        end += 1
    return end


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _folded(text: str, between: str = "") -> Iterator[tuple[str, int]]:
    """Yield folded letters with the index of the character that they come from.

    A hyphen inside a word becomes `between`.
    """
    letters = [(letter, at) for at, char in enumerate(text) for letter in _letters(char)]
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
def _letters(char: str) -> str:
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
    code: letter if (letter := _letters(chr(code))) and letter not in "-'" else " "
    for code in range(128)
}

"""What two texts share for somebody who searches, and where in a text the hits are.

Texts and questions are folded in the same way (`blankness.fold`). A word is then looked for
anywhere, so that it is found inside a German compound, and in Chinese, Japanese or Thai, which put
no spaces between words. A hyphen in a question stands for one, for a space, or for nothing:
*follow-up* finds follow-up, follow up and followup.
"""

from __future__ import annotations

from collections.abc import Sequence

from plugin.domain.blankness import folded_letters, letters_of

MOST_TERMS = 12  # more words than anybody types; each costs a look at every text
_MOST_PARTS = 3  # of a word with hyphens, of which every spelling is looked for

Segments = tuple[tuple[str, bool], ...]


def terms_of(question: str) -> tuple[str, ...]:
    """Return the folded words of a question, at most `MOST_TERMS`; each must be found.

    They keep the hyphens inside them, which no folded text has: look for `spellings` of a term.
    """
    folded = "".join(letter for letter, _ in folded_letters(question, between="-"))
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
    folded = list(folded_letters(text))
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
    while end < len(text) and not letters_of(text[end]):
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

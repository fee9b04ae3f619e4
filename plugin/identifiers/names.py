"""Names of known people in a text: in any case, with endings, and not where they are plain words.

A name that is no word of its own (*Carys*) is one wherever it stands. One that is a word too
(*Will*, *May*, *Grace*, *Green*) is one beside its other half, behind a title or a greeting, before
what only people do, or with a capital where no sentence begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from plugin.identifiers.common_words import COMMON, TITLES, words_of
from plugin.identifiers.findings import IdentifierKind
from plugin.identifiers.numbers import PlainMatch
from plugin.identifiers.plain_text import folded
from plugin.identifiers.word_use import Use

# Small words inside names, and what stands around them: none of them is a name alone.
_PARTICLES = words_of(
    "de del della der den di da dos du la le van von zu af av bin ibn al el ap ab ferch verch y of"
    " the and jr sr snr jnr ii iii phd obe mbe mc mac st"
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_ENDING = r"(?:'?s'?|'|z)?"


@dataclass(frozen=True, slots=True)
class Names:
    """The names to look for: of members, and of the dictionary with what replaces them."""

    people: frozenset[str] = frozenset()
    # Names that were disguised before, and with what.
    disguises: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class _Known:
    """A pattern of all parts of all names, and what is known of them."""

    pattern: re.Pattern[str] | None
    given: frozenset[str] = frozenset()  # parts by which people are called
    pairs: frozenset[tuple[str, str]] = frozenset()  # parts that stand side by side in a name
    disguises: tuple[tuple[str, str], ...] = ()

    def disguise(self, parts: list[str]) -> str | None:
        """Return what replaced these parts before: as a whole, else the first that is known."""
        known = dict(self.disguises)
        asked = (" ".join(parts), *parts)
        return next((known[each] for each in asked if each in known), None)


def names_in(text: str, names: Names) -> Iterator[tuple[PlainMatch, str | None]]:
    """Yield the names in a plain text, those side by side as one, with their disguise if known."""
    known = _known(names)
    if known.pattern is None:
        return
    for group in _side_by_side(text, known.pattern.finditer(text), known.pairs):
        parts = [_bare(match) for match in group]
        if all(each in COMMON for each in parts) and not _is_used_as_name(text, group, known):
            continue
        if _is_saint(text, group[0]):
            continue
        place = PlainMatch(IdentifierKind.NAME, group[0].start(), group[-1].end(), " ".join(parts))
        yield place, known.disguise(parts)


def key_of_name(name: str) -> str:
    """Return what decisions about a name are known by."""
    return " ".join(_parts(name)) or folded(name).strip()


@lru_cache(maxsize=64)
def _known(names: Names) -> _Known:
    dictionary = sorted(names.disguises)  # of names with the same parts, the same one counts always
    disguises = {" ".join(_parts(name)): disguise for name, disguise in dictionary}
    people = [_parts(name) for name in (*names.people, *(name for name, _ in names.disguises))]
    for name, disguise in dictionary:
        for part in _parts(name):
            disguises.setdefault(part, disguise)
    found = {part for parts in people for part in parts} | _closed_up(names)
    if not found:
        return _Known(None)
    longest_first = sorted(found, key=lambda each: (-len(each), each))
    either = "|".join(_typed(each) for each in longest_first)
    return _Known(
        re.compile(rf"(?<![^\W_])(?P<name>{either})(?P<ending>{_ENDING})(?![^\W_])", re.I),
        frozenset(parts[0] for parts in people if parts),
        frozenset(pair for parts in people for pair in combinations(parts, 2)),
        tuple(disguises.items()),
    )


def _parts(name: str) -> list[str]:
    """Return the parts of a name that point to somebody, plain and without case.

    What stands in brackets, or behind a comma, says where people come from. Double names have each
    half as a part, as people are called by one.
    """
    said = re.split(r"[(,\[/]", name)[0]
    words = (each.group() for each in _WORD.finditer(folded(said)))
    joined = (each.replace("'", "") for each in words)
    return [each for each in joined if len(each) > 1 and each not in _PARTICLES | TITLES]


def _closed_up(names: Names) -> set[str]:
    """Return double names as one word: *Annemarie*."""
    every = (*names.people, *(name for name, _ in names.disguises))
    doubles = (word for name in every for word in folded(name).split() if "-" in word)
    return {each.replace("-", "") for each in doubles if each.replace("-", "").isalpha()}


def _typed(part: str) -> str:
    """Return a pattern of the ways in which a part is typed, with or without an apostrophe."""
    if part[0] in "odnm" and len(part) > 3:
        apostrophe = "[' ]?" if part[0] == "o" else "'?"
        return part[0] + apostrophe + re.escape(part[1:])
    return re.escape(part)


def _bare(match: re.Match[str]) -> str:
    return match["name"].casefold().replace("'", "").replace(" ", "")


def _side_by_side(
    text: str, matches: Iterable[re.Match[str]], pairs: frozenset[tuple[str, str]]
) -> Iterator[list[re.Match[str]]]:
    """Yield parts of one name that stand together as one: first and last, with a letter between."""
    group: list[re.Match[str]] = []
    for match in matches:
        if group and _goes_on(text, group[-1], match, pairs):
            group.append(match)
            continue
        if group:
            yield group
        group = [match]
    if group:
        yield group


_JOINS = re.compile(
    r"(?:[ ]{1,2}|[ ]?[-_.][ ]?)(?:[A-Za-z]\.?[ ])?"
    r"(?:(?:de|van|von|der|la|ap|ab|ferch|bin|al|el)[ -])?",
    re.IGNORECASE,
)


def _goes_on(
    text: str, last: re.Match[str], match: re.Match[str], pairs: frozenset[tuple[str, str]]
) -> bool:
    is_one_name = not last["ending"] and (_bare(last), _bare(match)) in pairs
    return is_one_name and bool(_JOINS.fullmatch(text[last.end() : match.start()]))


def _is_used_as_name(text: str, group: list[re.Match[str]], known: _Known) -> bool:
    """Say whether words that can be a name are one here."""
    if len(group) == 1:
        initial = re.match(r"[ ]([A-Z])(?:\.|-[A-Z])?(?![\w'])", text[group[0].end() :])
        word = _bare(group[0])
        first = re.search(r"(?<!\w)([A-Z])\.?[ ]$", text[: group[0].start()])
        if first and any(b == word and a[0] == first[1].lower() for a, b in known.pairs):
            return True
        if initial and any(a == word and b[0] == initial[1].lower() for a, b in known.pairs):
            return True
        return Use(text, group[0]).is_name(is_given=word in known.given)
    shown = [match["name"] for match in group]
    is_followed = re.match(r"[ ][A-Z][a-z]", text[group[-1].end() :])
    return all(each[0].isupper() for each in shown) and not is_followed


def _is_saint(text: str, match: re.Match[str]) -> bool:
    """Say whether a place is named after a saint: *St Helens*."""
    return re.search(r"\b(?:St\.?|Saint)[ ]$", text[: match.start()]) is not None

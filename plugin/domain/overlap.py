"""Whether words of one text stand in another, and whether two are the same, however typed.

Both texts are folded (`blankness.fold`) and read without spaces and signs, so that case, accents,
punctuation, width, hyphens and line breaks hide nothing, and neither do letters of other scripts
that look the same. Five words in a row are enough; in scripts without spaces eight characters of
Chinese or Japanese are, or sixteen of Thai, Lao, Khmer or Burmese. A text that is shorter than that
is looked for as a whole. Words of signs alone are the same only as they are typed.

The cost grows with both texts: only phrases that begin like a place of one are looked up.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from plugin.domain.blankness import fold
from plugin.domain.look_alikes import AS_ONE_LETTER, OUT_OF_CIRCLES

_ENOUGH = 80  # five words, eight characters or sixteen letters weigh as much
_WORD, _CHARACTER, _LETTER = 16, 10, 5
_ANCHOR = 8  # letters by which a phrase is looked up

_CHARACTERS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTERS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
# Letters and marks that nobody sees: fillers, selectors of variants, inherent vowels of Khmer. And
# marks that hide no letter: those above and below letters of any script, Cyrillic titles.
_UNSEEN = re.compile(
    "[\u115f\u1160\u3164\uffa0\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
    "\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_DASHES = "\\-\u2010-\u2015\u2212\ufe63\uff0d/_"
_PARTS = re.compile(
    rf"(?P<character>[{_CHARACTERS}])|(?P<letter>[{_LETTERS}])"
    rf"|(?P<word>[^\s{_CHARACTERS}{_LETTERS}{_DASHES}]+)"
)
_WEIGHTS = {"character": _CHARACTER, "letter": _LETTER, "word": _WORD}


def as_they_look(folded: str) -> str:
    """Return a folded text with one letter for all that look alike; it can be longer."""
    return folded.translate(AS_ONE_LETTER)


def digest_of(texts: Iterable[str]) -> bytes:
    """Return by what texts are known again that were compared before: no two have the same."""
    digest = sha256()
    for text in texts:
        content = text.encode("utf-8", "surrogatepass")
        digest.update(f"{len(content)} ".encode() + content)
    return digest.digest()


class Phrase(NamedTuple):
    """A run of words of a text: its letters, and where it stands in the text that is shown."""

    letters: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of words of texts that are kept nowhere, as keyed digests: they are known as typed."""

    key: bytes = field(repr=False)
    digests: frozenset[str] = field(repr=False)

    def of(self, letters: str) -> str:
        """Return the digest of a run of words; a hundred bits are enough to tell them apart."""
        return hmac.digest(self.key, letters.encode("utf-8", "surrogatepass"), "sha256").hex()[:24]

    def in_text(self, folded: str) -> list[Phrase]:
        """Return which of these runs stand in a folded text, and where."""
        phrases = _phrases_either_way(_shown(folded)) if self.digests else ()
        return [each for each in phrases if self.of(each.letters) in self.digests]

    def without(self, folded: str) -> Runs:
        """Return these runs but for those that stand in a folded text."""
        return Runs(self.key, self.digests - {self.of(e.letters) for e in self.in_text(folded)})


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of one or more texts, to be found in many others: hashes of this process."""

    by_anchor: Mapping[int, Mapping[int, frozenset[int]]]  # by their first letters, then by length
    short: tuple[str, ...]  # too short for an anchor
    whole: tuple[str, ...] = ()  # folded texts of less than five words
    runs: Runs | None = None  # those of texts that are kept nowhere

    def stand_in(self, folded: str) -> bool:
        """Say whether one of these phrases stands in a folded text."""
        letters = _either_way(folded)
        if self._stands_whole(folded, letters):
            return True
        return any(self._standing(letters)) or bool(self.runs and self.runs.in_text(folded))

    def standing_in(self, folded: str) -> frozenset[str]:
        """Return the letters of those phrases that stand in a folded text."""
        return frozenset(self._standing(_either_way(folded)))

    def _standing(self, letters: str) -> Iterator[str]:
        yield from (phrase for phrase in self.short if phrase in letters)
        if not self.by_anchor:
            return
        begins = [hash(letters[at : at + _ANCHOR]) for at in range(len(letters) - _ANCHOR + 1)]
        if self.by_anchor.keys().isdisjoint(begins):
            return
        for at, anchor in enumerate(begins):
            for length, phrases in self.by_anchor.get(anchor, {}).items():
                if hash(letters[at : at + length]) in phrases:
                    yield letters[at : at + length]

    def with_more(self, other: Phrases) -> Phrases:
        """Return these phrases and those of other texts; neither is changed."""
        by_anchor = dict(self.by_anchor)
        for anchor, by_length in other.by_anchor.items():
            alike = dict(by_anchor.get(anchor, {}))
            for length, phrases in by_length.items():
                alike[length] = alike.get(length, frozenset()) | phrases
            by_anchor[anchor] = alike
        short = tuple(sorted({*self.short, *other.short}))
        whole = tuple(sorted({*self.whole, *other.whole}))
        return Phrases(by_anchor, short, whole, self.runs or other.runs)

    def without(self, folded: str) -> Phrases:
        """Return these phrases but for those that stand in a folded text."""
        letters = _either_way(folded)
        lengths = {length for by_length in self.by_anchor.values() for length in by_length}
        runs = {length: _runs_of(letters, length) for length in lengths}
        anchors = {
            anchor: {length: phrases - runs[length] for length, phrases in by_length.items()}
            for anchor, by_length in self.by_anchor.items()
        }
        short = tuple(each for each in self.short if each not in letters)
        whole = tuple(each for each in self.whole if not Phrases({}, (), (each,)).stand_in(folded))
        return Phrases(anchors, short, whole, self.runs and self.runs.without(folded))

    def _stands_whole(self, folded: str, letters: str) -> bool:
        if not self.whole:
            return False
        bounded = f" {_plain(folded)} "
        return any(
            f" {text} " in bounded or (_is_unspaced(text) and text in letters)
            for text in self.whole
        )


def _runs_of(letters: str, length: int) -> frozenset[int]:
    return frozenset(hash(letters[at : at + length]) for at in range(len(letters) - length + 1))


def phrases_of(texts: Iterable[str], *, with_short: bool = False) -> Phrases:
    """Return the phrases of texts; `with_short` looks for texts of less than five words too."""
    found: dict[int, dict[int, set[int]]] = {}
    short: set[str] = set()
    whole: set[str] = set()
    for text in texts:
        phrases = [phrase.letters for phrase in _phrases(_parts(_shown(text)))]
        for letters in phrases:
            if len(letters) < _ANCHOR:
                short.add(letters)
            else:
                alike = found.setdefault(hash(letters[:_ANCHOR]), {})
                alike.setdefault(len(letters), set()).add(hash(letters))
        if with_short and not phrases and (plain := _plain(fold(text))):
            whole.add(plain)
    return Phrases(
        {
            anchor: {length: frozenset(phrases) for length, phrases in alike.items()}
            for anchor, alike in found.items()
        },
        tuple(sorted(short)),
        tuple(sorted(whole)),
    )


def shared(text: str, folded: str) -> tuple[str, ...]:
    """Return the runs of words of `text` that stand in a folded text, as `text` has them."""
    shown = _shown(text)
    runs = (" ".join(shown[start:end].split()) for start, end in _runs(shown, _either_way(folded)))
    return tuple(dict.fromkeys(runs))


def places_in(text: str, folded: str) -> tuple[tuple[int, int], ...]:
    """Return from where to where runs of words of `text` stand in a folded text."""
    return tuple(_runs(_shown(folded), _either_way(fold(text))))


def words_at(folded: str, places: Iterable[Sequence[int]]) -> tuple[str, ...]:
    """Return what stands in a folded text at places that `places_in` found."""
    shown = _shown(folded)
    return tuple(shown[start:end] for start, end in places)


def lost_runs(older: str, newer: str) -> tuple[str, ...]:
    """Return the runs of words of a text that do not stand in the one that replaced it."""
    shown, letters = _shown(older), letters_of(fold(newer))
    return tuple(
        shown[each.start : each.end]
        for each in _phrases(_parts(shown))
        if each.letters not in letters
    )


def _runs(shown: str, letters: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for phrase in _phrases(_parts(shown)):
        if phrase.letters not in letters:
            continue
        if spans and phrase.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], phrase.end)
        else:
            spans.append((phrase.start, phrase.end))
    return spans


def letters_of(folded: str) -> str:
    """Return what is compared of a folded text: its letters as they look, digits and marks."""
    return (folded if folded.isascii() else _UNSEEN.sub("", folded)).translate(_COMPARED)


class _Compared(dict[int, str]):
    """What is compared of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code).translate(OUT_OF_CIRCLES)
        is_compared = char.isalnum() or unicodedata.category(char)[0] == "M"
        found = as_they_look(char) if is_compared else ""
        if len(self) < _REMEMBERED:
            self[code] = found
        return found


_REMEMBERED = 10_000  # characters, of more than a million
_COMPARED = _Compared()  # letters, and none of the words that they are of


def _either_way(folded: str) -> str:
    """Return the letters of a text, and behind a break those of it written backwards.

    A mark that nobody sees (U+202E) shows letters that are stored backwards in their old order.
    """
    return f"{letters_of(folded)}\0{letters_of(folded[::-1])}"


def _shown(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(OUT_OF_CIRCLES)


def _parts(shown: str) -> list[tuple[str, int, int, int]]:
    """Return letters, weight, start and end of every word or character that has letters."""
    found = (
        (letters_of(fold(match[0])), _WEIGHTS[match.lastgroup or ""], match.start(), match.end())
        for match in _PARTS.finditer(shown)
    )
    return [part for part in found if part[0]]


def _phrases(parts: Sequence[tuple[str, int, int, int]]) -> Iterator[Phrase]:
    """Yield, from every word on, the shortest run that weighs enough."""
    last, weight = 0, 0
    for first, part in enumerate(parts):
        while last < len(parts) and weight < _ENOUGH:
            weight += parts[last][1]
            last += 1
        if weight < _ENOUGH:
            return
        letters = "".join(each[0] for each in parts[first:last])
        yield Phrase(letters, part[2], parts[last - 1][3])
        weight -= part[1]


def _phrases_either_way(shown: str) -> Iterator[Phrase]:
    """Yield the phrases of a text, and those of it read backwards, with where they stand in it."""
    yield from _phrases(_parts(shown))
    for each in _phrases(_parts(shown[::-1])):
        yield Phrase(each.letters, len(shown) - each.end, len(shown) - each.start)


def _plain(folded: str) -> str:
    """Return a folded text as words with single spaces, without signs."""
    return " ".join(filter(None, (letters_of(word) for word in folded.split())))


def _is_unspaced(text: str) -> bool:
    return re.search(f"[{_CHARACTERS}{_LETTERS}]", text) is not None


def are_same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether line and narrative of two wordings, in one text, have the same letters.

    `one` and `other` are title, line and narrative. Another title says nothing else, and neither
    does a line that moved into the narrative.
    """
    return compared_text(*one[1:]) == compared_text(*other[1:])


def compared_text(line: str, narrative: str) -> str:
    """Return what is compared of a wording: its letters, or what was typed where it has none."""
    text = f"{line}\n{narrative}"
    return letters_of(fold(text)) or text.strip()

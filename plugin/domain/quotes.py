"""Quotes in the story of a piece: tokens that stand for words of a note, and what is shown there.

A wording stores `[quote 2]`, never the words: who takes the note back, or says no to being quoted,
empties the quote in every wording, on every page and in every copy that is made from then on.
Quotes are numbered within their piece.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from plugin.domain.blankness import one_line

GAP = "[…]"  # where nothing of a quote is shown any more, and between parts of one that was cut
_TOKEN = re.compile(r"\[quote (\d{1,4})\]")
_CUT = re.compile(r"\[(?:…|\.\.\.)\]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words of a note with which its writer does not want to be quoted, in any piece.

    `piece_id` and `number` name the quote that they said no to.
    """

    note_id: str
    piece_id: str
    partnership_id: str
    number: int
    version: int
    spans: tuple[Span, ...]

    def covers(self, version: int, spans: Iterable[Span]) -> bool:
        """Say whether a quote of the same note has some of these words.

        Places in another version of the note cannot be compared, so that all of it is meant.
        """
        if version != self.version:
            return True
        return any(
            start < end and one < other
            for one, other in spans
            for start, end in self.spans
            if one < end and start < other
        )

    def with_places_of(self, other: Refusal | None) -> Refusal:
        """Return the no to these words of a note and to those of another no to the same quote.

        Where one is to another version of the note, both are to all of it, as in `covers`.
        """
        if other is None:
            return self
        if other.version != self.version:
            return other if self.spans else self
        return replace(self, spans=tuple(sorted({*self.spans, *other.spans})))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quote of a piece; `stands_for` is disguised, and empty once its note has no such words."""

    piece_id: str
    number: int
    note_id: str
    stands_for: str = field(default="", repr=False)
    is_refused: bool = False  # its writer said: not these words, here or in another piece
    yes_in: tuple[str, ...] = ()  # ids of the questions in which its writer said yes

    @property
    def words(self) -> str:
        """Return what may be shown of it now, or nothing."""
        return "" if self.is_refused else self.stands_for

    @property
    def token(self) -> str:
        """Return what stands for it in a story."""
        return token(self.number)

    @property
    def shown(self) -> str:
        """Return what a story says in its place."""
        return f"“{self.words}”" if self.words else GAP


@dataclass(frozen=True, slots=True)
class StoryPart:
    """A stretch of a paragraph: plain words, or a quote."""

    text: str
    quote: Quote | None = None


def token(number: int) -> str:
    """Return what stands for a quote in a story."""
    return f"[quote {number}]"


def numbers_in(story: str) -> tuple[int, ...]:
    """Return the numbers of the quotes that stand in a story, in its order, each once."""
    return tuple(dict.fromkeys(int(each[1]) for each in _TOKEN.finditer(story)))


def as_plain(text: str) -> str:
    """Return a text from elsewhere without tokens: what looks like one is no quote of ours."""
    return _TOKEN.sub(r"(quote \1)", text)


def without_tokens(story: str) -> str:
    """Return a story without its quotes."""
    return _TOKEN.sub("", story)


def with_words(story: str, words: Mapping[int, str]) -> str:
    """Return a story with these words in place of its quotes, by their numbers."""
    return _TOKEN.sub(lambda each: words.get(int(each[1]), ""), story)


def without(story: str, numbers: Collection[int]) -> str:
    """Return a story without some of its quotes; a paragraph that was only one goes with it."""
    kept = _TOKEN.sub(lambda each: "" if int(each[1]) in numbers else each[0], story)
    return "\n\n".join(text for text in kept.split("\n\n") if text.strip())


def renumbered(story: str, numbers: Mapping[int, int]) -> str:
    """Return a story with other numbers for its quotes."""

    def other(found: re.Match[str]) -> str:
        number = numbers.get(int(found[1]))
        return found[0] if number is None else token(number)

    return _TOKEN.sub(other, story)


def filled(story: str, quotes: Mapping[int, Quote]) -> str:
    """Return a story as everybody reads it; what is no quote of the piece stays as it is typed."""
    return "".join(part.quote.shown if part.quote else part.text for part in _parts(story, quotes))


def paragraphs(story: str, quotes: Mapping[int, Quote]) -> tuple[tuple[StoryPart, ...], ...]:
    """Return the paragraphs of a story, each in its parts."""
    texts = (text.strip() for text in story.split("\n\n"))
    return tuple(tuple(_parts(text, quotes)) for text in texts if text)


def resting_on(quotes: Iterable[Quote], note_ids: Collection[str]) -> dict[int, Quote]:
    """Return quotes by their numbers; those of other notes than these stand for nothing."""
    return {
        each.number: each if each.note_id in note_ids else replace(each, stands_for="")
        for each in quotes
    }


def with_tokens(text: str, quotes: Iterable[Quote]) -> str:
    """Return a text that was read with its quotes filled, with their tokens in place again.

    Words that somebody changed are no quote any more, and stay as they are.
    """
    for each in sorted(quotes, key=lambda one: -len(one.stands_for)):
        if each.stands_for:  # refused or not: a page may have been read before the no
            text = text.replace(f"“{each.stands_for}”", each.token)
    return text


def spans_of(note: str, wanted: str) -> tuple[Span, ...] | None:
    """Return where words stand in a note, from and to; no words are all of it, None: they do not.

    What is left out between them is written `[…]`.
    """
    if not wanted.strip():
        return ((0, len(note)),)
    found, start = [], 0
    for part in _CUT.split(wanted):
        words = part.strip().strip('“”"').split()
        if not words:
            continue
        here = re.compile(r"\s+".join(map(re.escape, words))).search(note, start)
        if here is None:
            return None
        found.append(here.span())
        start = here.end()
    return tuple(found) or None


def words_at(note: str, spans: Iterable[Span]) -> tuple[str, ...]:
    """Return the parts of a note that are quoted, each in one line."""
    return tuple(one_line(note[start:end]) for start, end in spans)


def joined(parts: Iterable[str]) -> str:
    """Return the parts of a quote as they are read."""
    return f" {GAP} ".join(each for each in parts if each)


def _parts(text: str, quotes: Mapping[int, Quote]) -> Iterator[StoryPart]:
    start = 0
    for each in _TOKEN.finditer(text):
        quote = quotes.get(int(each[1]))
        if quote is None:
            continue
        if each.start() > start:
            yield StoryPart(text[start : each.start()])
        yield StoryPart(each[0], quote)
        start = each.end()
    if start < len(text):
        yield StoryPart(text[start:])


def asked_since(
    stories: Mapping[str, str], asked: Iterable[tuple[str, datetime]]
) -> dict[int, datetime]:
    """Return since when people were asked about each quote, by its number.

    `stories` are those of wordings, with tokens, by id; `asked` says when people were asked about
    which of them.
    """
    found: dict[int, datetime] = {}
    for wording_id, at in asked:
        for number in numbers_in(stories.get(wording_id, "")):
            found[number] = min(at, found.get(number, at))
    return found

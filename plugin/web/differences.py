"""Shows what a text says now beside an older one, word by word: what is new, and what is gone.

Paragraphs are compared first, then the words of those that differ. Apart from spaces nothing is
left out: what is the same and what is new are the text, what is the same and what is gone the
older one. Of a long story, paragraphs far from every change can be folded away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from plugin.domain.comparing import Budget, opcodes

_PARAGRAPHS = re.compile(r"\s*\S.*?(?:\n\s*\n\s*|\Z)|\s+", re.DOTALL)
_WORDS = re.compile(r"\w+(?:['’.-]\w+)*\s*|[^\w\s]\s*|\s+")
_CLOSES = frozenset(".,;:!?)]}”’…%")
_MOST_WORDS = 4000  # in paragraphs that differ
_MANY_WORDS = 500  # beyond, words that come again and again are no help in finding what is the same
_FEWEST_FOLDED = 3  # paragraphs


class Mark(Enum):
    """What became of words."""

    SAME = "same"
    NEW = "new"
    REMOVED = "removed"
    OTHER = "other"  # of an older text: what a newer one says differently


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand together and have the same mark."""

    words: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Passage:
    """Runs of one or more paragraphs; `folded` counts those of a passage without any change."""

    runs: tuple[Run, ...]
    folded: int = 0


@dataclass(frozen=True, slots=True)
class _Change:
    """Parts of the older text, and the parts that stand there instead."""

    gone: tuple[str, ...]
    new: tuple[str, ...]
    is_same: bool = False

    def __add__(self, other: _Change) -> _Change:
        return _Change(self.gone + other.gone, self.new + other.new)

    @property
    def words(self) -> int:
        """Count the words of the longer side; points and commas are none."""
        return max(sum(part[0].isalnum() for part in side) for side in (self.gone, self.new))


def differences(older: str, text: str, budget: Budget | None = None) -> tuple[Run, ...]:
    """Return what `text` says, and what it does not say any more, in runs in reading order.

    A page passes the same budget with all its texts; what is beyond it is shown as one change.
    """
    budget = Budget() if budget is None else budget
    found: list[Run] = []
    for change in _changes(_PARAGRAPHS.findall(older), _PARAGRAPHS.findall(text), budget):
        if change.is_same:
            _append(found, "".join(change.new), Mark.SAME)
        else:
            for each in _word_by_word("".join(change.gone), "".join(change.new), budget):
                _append_change(found, each)
    return tuple(found)


def before_differences(older: str, *texts: str) -> tuple[Run, ...]:
    """Return `older` in runs of paragraphs: those that all `texts` kept, and the others."""
    kept = [{each.strip() for each in _PARAGRAPHS.findall(text)} for text in texts]
    found: list[Run] = []
    for paragraph in _PARAGRAPHS.findall(older):
        is_kept = all(paragraph.strip() in those for those in kept)
        _join(found, paragraph, Mark.SAME if is_kept else Mark.OTHER)
    return tuple(found)


def passages(runs: Sequence[Run]) -> tuple[Passage, ...]:
    """Return the same runs, with paragraphs folded away that are not next to any change."""
    found: list[Passage] = []
    told: list[Run] = []
    around = (None, *runs, None)
    for last, run, following in zip(around, runs, around[2:], strict=False):
        before, folded, after = _far_from_changes(run, _is_within(last), _is_within(following))
        if len(runs) == 1 or len(folded) < _FEWEST_FOLDED:
            told.append(run)
            continue
        found += _passage([*told, Run(before, Mark.SAME)])
        found += _passage([Run("".join(folded), Mark.SAME)], len(folded))
        told = [Run(after, Mark.SAME)]
    return (*found, *_passage(told))


def _is_within(neighbour: Run | None) -> bool:
    """Say whether a neighbour may stand in the middle of a paragraph."""
    return neighbour is not None and neighbour.mark is not Mark.OTHER


def _far_from_changes(run: Run, has_before: bool, has_after: bool) -> tuple[str, list[str], str]:
    """Return the paragraph that begins in a change, those between, and the one that ends in it."""
    if run.mark is not Mark.SAME:
        return run.words, [], ""
    parts = _PARAGRAPHS.findall(run.words)
    start, end = int(has_before), len(parts) - int(has_after)
    return "".join(parts[:start]), parts[start:end], "".join(parts[end:])


def _passage(runs: Sequence[Run], folded: int = 0) -> list[Passage]:
    """Return runs as one passage, without the spaces that part it from its neighbours."""
    words = "".join(run.words for run in runs)
    before, after = len(words) - len(words.lstrip()), len(words) - len(words.rstrip())
    if before == len(words):
        return []
    kept = [run for run in runs if run.words]
    kept[0] = Run(kept[0].words[before:], kept[0].mark)
    kept[-1] = Run(kept[-1].words[: len(kept[-1].words) - after], kept[-1].mark)
    return [Passage(tuple(run for run in kept if run.words), folded)]


def _word_by_word(older: str, text: str, budget: Budget) -> Sequence[_Change]:
    before, now = _WORDS.findall(older), _WORDS.findall(text)
    if max(len(before), len(now)) > _MOST_WORDS:
        return (_Change(tuple(before), tuple(now)),)
    calm: list[_Change] = []
    for change in _changes(before, now, budget):
        if len(calm) > 1 and _is_island(calm[-2], calm[-1], change):
            calm[-2:] = [calm[-2] + calm[-1] + change]
        else:
            calm.append(change)
    return calm


def _is_island(before: _Change, between: _Change, after: _Change) -> bool:
    """Say whether one word that is the same by chance stands between two longer changes."""
    return between.is_same and between.words <= 1 < min(before.words, after.words)


def _changes(before: Sequence[str], now: Sequence[str], budget: Budget) -> Iterator[_Change]:
    """Return both texts in order, part by part; spaces do not count."""
    known, found = [each.strip() for each in before], [each.strip() for each in now]
    is_long = max(len(known), len(found)) > _MANY_WORDS
    for tag, i, j, k, m in opcodes(known, found, budget, autojunk=is_long):
        yield _Change(tuple(before[i:j]), tuple(now[k:m]), tag == "equal")


def _append_change(found: list[Run], change: _Change) -> None:
    gone, new = "".join(change.gone), "".join(change.new)
    if change.is_same:
        _append(found, new, Mark.SAME)
    else:
        _append(found, gone.rstrip() if new.strip() else gone, Mark.REMOVED)
        _append(found, new, Mark.NEW)


def _append(found: list[Run], text: str, mark: Mark) -> None:
    """Add words with their mark; spaces have none, and what is gone touches no other word."""
    words = text.strip()
    if not words:
        _join(found, "" if mark is Mark.REMOVED else text, Mark.SAME)
        return
    lead, tail = text.split(words, 1)
    _join(found, lead or _gap(found, words, mark), Mark.SAME)
    _join(found, words, mark)
    _join(found, tail, Mark.SAME)


def _gap(found: Sequence[Run], words: str, mark: Mark) -> str:
    if not found or Mark.REMOVED not in (mark, found[-1].mark):
        return ""
    last = found[-1].words[-1]
    return " " if words[0].isalnum() and (last.isalnum() or last in _CLOSES) else ""


def _join(found: list[Run], words: str, mark: Mark) -> None:
    if words and found and found[-1].mark is mark:
        found[-1] = Run(found[-1].words + words, mark)
    elif words:
        found.append(Run(words, mark))

"""Our text with its styles, between Notion's rich text and Miro's HTML.

A text is a row of runs. How it is cut into runs means nothing: vendors cut and merge as they like,
so texts are the same when their merged runs are. Pure; the two ways stand in
`connectors.notion.runs` and `connectors.miro.runs`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

_BREAKS = re.compile(r"(\n+)")


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one style; `link` is where they lead, empty for nowhere."""

    text: str = field(repr=False)  # people's words are never printed
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether the run has no style at all."""
        return replace(self, text="") == Run("")


def merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return the same text in as few runs as it takes, none of them empty.

    A line break has no look of its own: it takes the style that is on both of its sides, if it is
    the same, and otherwise none.
    """
    pieces = _joined_where_equal(_words_and_breaks(runs))
    return _joined_where_equal(
        run if run.text.strip("\n") else _between(pieces, at) for at, run in enumerate(pieces)
    )


def joined(runs: Iterable[Run]) -> str:
    """Return the words of a text without their styles."""
    return "".join(run.text for run in runs)


def is_same(one: Iterable[Run], other: Iterable[Run]) -> bool:
    """Tell whether two texts have the same words in the same styles, however they are cut."""
    return merged(one) == merged(other)


def plain(text: str) -> tuple[Run, ...]:
    """Return a text without styles as runs."""
    return (Run(text),) if text else ()


def _words_and_breaks(runs: Iterable[Run]) -> Iterator[Run]:
    for run in runs:
        for part in _BREAKS.split(run.text):
            yield Run(part) if part.startswith("\n") else replace(run, text=part)


def _between(pieces: tuple[Run, ...], at: int) -> Run:
    """Return the breaks at `at` in the style of their neighbours, where these agree."""
    is_inside = 0 < at < len(pieces) - 1
    if not is_inside:
        return pieces[at]
    before, after = replace(pieces[at - 1], text=""), replace(pieces[at + 1], text="")
    return replace(before if before == after else Run(""), text=pieces[at].text)


def _joined_where_equal(runs: Iterable[Run]) -> tuple[Run, ...]:
    found: list[Run] = []
    for run in runs:
        if found and replace(found[-1], text=run.text) == run:
            found[-1] = replace(run, text=found[-1].text + run.text)
        elif run.text:
            found.append(run)
    return tuple(found)

"""Runs as Notion's rich text, and back (`docs/notion.md#writing-blocks`).

Notion has every style that ours has. What it has beside them comes back as words: mentions and
equations as the text that people see, colours not at all; so a text that a person coloured is
written back without colour only where we own it.
"""

from collections.abc import Iterable
from dataclasses import replace

from connectors.notion.rich_text import PIECES_A_TEXT, UNITS_A_PIECE, parts
from connectors.runs import Run, merged
from schemas.notion import Run as Read

JSON = dict[str, object]
LONGEST_LINK = 2_000


def cut(runs: Iterable[Run], most_pieces: int = PIECES_A_TEXT) -> tuple[tuple[Run, ...], ...]:
    """Return a text in the portions that one block or property takes: each holds 100 pieces."""
    pieces = [
        replace(run, text=part) for run in merged(runs) for part in parts(run.text, UNITS_A_PIECE)
    ]
    starts = range(0, len(pieces), most_pieces)
    return tuple(tuple(pieces[start : start + most_pieces]) for start in starts)


def rich_texts(runs: Iterable[Run]) -> tuple[list[JSON], ...]:
    """Return a text as rich text arrays, one for each portion of `cut`.

    Links that Notion would refuse for their length are left off; their words stay.
    """
    return tuple([_piece(run) for run in portion] for portion in cut(runs))


def rich_text_of(runs: Iterable[Run]) -> list[JSON]:
    """Return a text as one rich text array; raise `ValueError` where it takes more than one."""
    arrays = rich_texts(runs)
    if len(arrays) > 1:
        raise ValueError(f"A rich text takes {PIECES_A_TEXT} pieces.")
    return arrays[0] if arrays else []


def from_notion(read: Iterable[Read]) -> tuple[Run, ...]:
    """Return what Notion showed as a text of ours, merged."""
    return merged(
        Run(
            run.text,
            bold="bold" in run.styles,
            italic="italic" in run.styles,
            underline="underline" in run.styles,
            strike="strikethrough" in run.styles,
            code="code" in run.styles,
            link=run.link or "",
        )
        for run in read
    )


def _piece(run: Run) -> JSON:
    is_link = bool(run.link) and len(run.link) <= LONGEST_LINK
    leads = {"link": {"url": run.link}} if is_link else {}
    piece: JSON = {"type": "text", "text": {"content": run.text, **leads}}
    styles = _annotations(run)
    return {**piece, "annotations": styles} if styles else piece


def _annotations(run: Run) -> dict[str, bool]:
    styles = {
        "bold": run.bold,
        "italic": run.italic,
        "underline": run.underline,
        "strikethrough": run.strike,
        "code": run.code,
    }
    return {name: True for name, is_on in styles.items() if is_on}

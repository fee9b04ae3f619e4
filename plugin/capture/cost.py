"""What a board costs to read, and how little it could cost; pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

_PAGE = 50
_NEW_ROWS = 49  # of a page of an offset list


@dataclass(frozen=True, slots=True)
class Cost:
    """The rows of every list that was read, and the notes that were asked for by id.

    `all_items` is an estimate where stickies and frames were listed by themselves.
    """

    all_items: int
    stickies: int
    frames: int
    notes_by_tag: tuple[int, ...] = ()
    looked_up: int = 0


def least_calls(cost: Cost) -> int:
    """Return how few calls can read such a board.

    min(⌈all/50⌉, ⌈stickies/50⌉ + ⌈frames/50⌉) + ⌈tags/49⌉ + Σ⌈notes of a tag/49⌉ + 1 per note newly
    missing; an empty list costs its one call too. Lists of tags are paged by offset, and each slice
    repeats a row of the one before it, to see whether the list moved.
    """
    listed = min(_calls(cost.all_items), _calls(cost.stickies) + _calls(cost.frames))
    tagged = sum(_calls(notes, _NEW_ROWS) for notes in cost.notes_by_tag)
    return listed + _calls(len(cost.notes_by_tag), _NEW_ROWS) + tagged + cost.looked_up


def is_cheaper_by_type(others: int, frames: int) -> bool:
    """Say whether to list stickies and frames by themselves, given how many `others` there are.

    `others` are all items but stickies, frames among them. With n stickies, ⌈(n + others)/50⌉ is
    at most ⌈n/50⌉ + ⌈frames/50⌉ for every n exactly if `others` fit into the frames' pages.
    """
    return others > _PAGE * _calls(frames)


def _calls(rows: int, a_page: int = _PAGE) -> int:
    return max(1, ceil(rows / a_page))

"""What a board costs to read, and how little it could cost; pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

_PAGE = 50
_NEW_ROWS = 49  # of a page of an offset list


@dataclass(frozen=True, slots=True)
class Cost:
    """The rows of every list that was read, and what was asked for by id: notes, containers."""

    all_items: int
    notes_by_tag: tuple[int, ...] = ()
    looked_up: int = 0
    members: int | None = None  # of the board, where they were asked for


def least_calls(cost: Cost) -> int:
    """Return how few calls can read such a board.

    ⌈all/50⌉ + ⌈tags/49⌉ + Σ⌈notes of a tag/49⌉ + 1 per note newly missing or container that no list
    names + ⌈members/49⌉ where notes of one writer came in one second; an empty list costs its one
    call too. Everything is listed, for items that are not collected are counted. Lists of tags and
    members are paged by offset, and each slice repeats a row of the one before it, to see whether
    the list moved.
    """
    tagged = sum(_calls(notes, _NEW_ROWS) for notes in cost.notes_by_tag)
    tags = _calls(len(cost.notes_by_tag), _NEW_ROWS)
    members = 0 if cost.members is None else _calls(cost.members, _NEW_ROWS)
    return _calls(cost.all_items) + tags + tagged + cost.looked_up + members


def _calls(rows: int, a_page: int = _PAGE) -> int:
    return max(1, ceil(rows / a_page))

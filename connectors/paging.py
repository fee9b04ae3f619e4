"""Walks lists that come in slices, by cursor or by offset, with a loop guard and a ceiling.

A walk either gives every row or raises `NotAnAnswer`: a list that ends early would look like
deleted rows.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from connectors.errors import Evidence, NotAnAnswer, Where

MOST_SLICES = 2_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CursorSlice(Generic[T]):
    """Some rows, and the cursor of the next slice; None (or empty) means that this is the last."""

    rows: Sequence[T]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class OffsetSlice(Generic[T]):
    """Some rows, how many there are in all, and from where the vendor says that these count."""

    rows: Sequence[T]
    total: int | None = None
    offset: int | None = None


def walk_cursors(
    fetch: Callable[[str | None], CursorSlice[T]], where: Where, most_slices: int = MOST_SLICES
) -> Iterator[T]:
    """Yield the rows of all slices; `fetch` gets None first, then each cursor.

    A slice may be empty and still not be the last. Raise `NotAnAnswer` when a cursor comes a second
    time (the walk would never end) or after `most_slices`.
    """
    seen: set[str] = set()
    cursor: str | None = None
    for _ in range(most_slices):
        found = fetch(cursor)
        yield from found.rows
        cursor = found.next_cursor
        if not cursor:
            return
        if cursor in seen:
            raise NotAnAnswer(where, Evidence(code="cursor_seen_twice"))
        seen.add(cursor)
    raise NotAnAnswer(where, Evidence(code="too_many_slices"))


def walk_offsets(
    fetch: Callable[[int], OffsetSlice[T]],
    where: Where,
    slice_size: int,
    most_slices: int = MOST_SLICES,
) -> Iterator[T]:
    """Yield the rows of all slices; `fetch` gets 0 first, then how many rows came so far.

    Ends with an empty slice, or once `total` rows came; without a total, with a slice shorter than
    `slice_size`. Raise `NotAnAnswer` when the vendor answers for another offset than asked or
    repeats a slice (miro-ai #25), or after `most_slices`.
    """
    came = 0
    before: Sequence[T] = ()
    for _ in range(most_slices):
        found = fetch(came)
        if not found.rows:
            return
        if found.offset not in (None, came) or found.rows == before:
            raise NotAnAnswer(where, Evidence(code="offset_ignored"))
        yield from found.rows
        came += len(found.rows)
        if _is_complete(found, came, slice_size):
            return
        before = found.rows
    raise NotAnAnswer(where, Evidence(code="too_many_slices"))


def _is_complete(found: OffsetSlice[T], came: int, slice_size: int) -> bool:
    if found.total is not None:
        return came >= found.total
    return len(found.rows) < slice_size

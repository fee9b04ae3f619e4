"""Walks lists that come in slices, by cursor or by offset, with a loop guard and a ceiling.

A walk either gives every row or raises `NotAnAnswer`: a list that ends early would look like
deleted rows.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from connectors.errors import Evidence, NotAnAnswer, Where

MOST_SLICES = 2_000
LOOKS = 3  # at a list that moves while it is read

T = TypeVar("T")


def _itself(row: T) -> Hashable:
    return cast(Hashable, row)


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
    identity: Callable[[T], Hashable] = _itself,
    most_slices: int = MOST_SLICES,
) -> tuple[T, ...]:
    """Return every row of all slices once; `fetch` gets 0 first, then the offset of the last row.

    A slice begins with the row that ended the one before it: where it does not, or where a row
    came twice, rows were added or removed meanwhile, and the list is read again from its start. A
    list that reads the same again does hold a row twice, which is returned once. `total` never ends
    a walk early: only a slice with fewer rows than `slice_size` does. Raise `NotAnAnswer` when the
    vendor answers for another offset than asked or repeats a slice (miro-ai #25), when the list
    moved during each of `LOOKS` walks, or after `most_slices`.
    """
    before: list[Hashable] = []
    for _ in range(LOOKS):
        rows = _walked(fetch, where, slice_size, identity, most_slices)
        if rows is None:
            continue
        ids = [identity(row) for row in rows]
        found = dict(zip(ids, rows, strict=True))
        if len(found) == len(rows) or ids == before:
            return tuple(found.values())
        before = ids
    raise NotAnAnswer(where, Evidence(code="list_kept_moving"))


def _walked(
    fetch: Callable[[int], OffsetSlice[T]],
    where: Where,
    slice_size: int,
    identity: Callable[[T], Hashable],
    most_slices: int,
) -> list[T] | None:
    """Return the rows of one walk as they came, or None if the list moved during it."""
    rows: list[T] = []
    before: Sequence[T] = ()
    for _ in range(most_slices):
        overlap = 1 if len(before) > 1 else 0  # a slice of one row would never get on
        offset = len(rows) - overlap
        found = fetch(offset)
        if found.offset not in (None, offset) or (before and found.rows == before):
            raise NotAnAnswer(where, Evidence(code="offset_ignored"))
        if overlap and [identity(row) for row in found.rows[:1]] != [identity(before[-1])]:
            return None
        fresh = found.rows[overlap:]
        if not fresh:
            return rows
        rows.extend(fresh)
        if len(found.rows) < slice_size and len(rows) >= (found.total or 0):
            return rows
        before = found.rows
    raise NotAnAnswer(where, Evidence(code="too_many_slices"))

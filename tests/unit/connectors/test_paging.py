from collections.abc import Callable

import pytest

from connectors.errors import NotAnAnswer, Where
from connectors.paging import CursorSlice, OffsetSlice, walk_cursors, walk_offsets

WHERE = Where("miro", "GET", "/v2/boards")


def offset_list(rows: list[int], size: int, **said: object) -> Callable[[int], OffsetSlice[int]]:
    def fetch(offset: int) -> OffsetSlice[int]:
        return OffsetSlice(rows[offset : offset + size], **said)  # type: ignore[arg-type] # what a table of cases says

    return fetch


def moving(rows: list[int], move: Callable[[], None]) -> Callable[[int], OffsetSlice[int]]:
    """A list that changes once, after its first slice; its total is never told."""
    moves = [move]

    def fetch(offset: int) -> OffsetSlice[int]:
        found = OffsetSlice(rows[offset : offset + 3])
        if moves:
            moves.pop()()
        return found

    return fetch


def test_cursors_are_walked_to_the_end() -> None:
    slices = {
        None: CursorSlice([1, 2], "a"),
        "a": CursorSlice([3], "b"),
        "b": CursorSlice([4], None),
    }

    assert list(walk_cursors(slices.__getitem__, WHERE)) == [1, 2, 3, 4]


def test_an_empty_slice_in_the_middle_is_not_the_end() -> None:
    slices: dict[str | None, CursorSlice[int]] = {
        None: CursorSlice([], "a"),
        "a": CursorSlice([1], ""),
    }

    assert list(walk_cursors(slices.__getitem__, WHERE)) == [1]


def test_a_cursor_seen_twice_ends_the_walk_in_an_error() -> None:
    slices = {
        None: CursorSlice([1], "a"),
        "a": CursorSlice([2], "b"),
        "b": CursorSlice([3], "a"),
    }

    with pytest.raises(NotAnAnswer) as caught:
        list(walk_cursors(slices.__getitem__, WHERE))

    assert caught.value.code == "cursor_seen_twice"


def test_a_list_without_an_end_meets_a_ceiling() -> None:
    def fetch(cursor: str | None) -> CursorSlice[int]:
        return CursorSlice([1], str(int(cursor or 0) + 1))

    with pytest.raises(NotAnAnswer) as caught:
        list(walk_cursors(fetch, WHERE, most_slices=5))

    assert caught.value.code == "too_many_slices"


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 7])
@pytest.mark.parametrize("says_total", [True, False])
def test_offsets_give_every_row_once(count: int, says_total: bool) -> None:
    rows = list(range(count))
    fetch = offset_list(rows, 2, total=count if says_total else None)

    assert list(walk_offsets(fetch, WHERE, 2)) == rows


@pytest.mark.parametrize("total", [0, 1, 2, 4])
def test_a_total_that_is_too_small_loses_no_row(total: int) -> None:
    fetch = offset_list([1, 2, 3, 4, 5], 2, total=total)

    assert list(walk_offsets(fetch, WHERE, 2)) == [1, 2, 3, 4, 5]


def test_short_slices_are_followed_while_the_total_promises_more() -> None:
    rows = [1, 2, 3, 4, 5]
    fetch = offset_list(rows, 2, total=5)

    assert list(walk_offsets(fetch, WHERE, 50)) == rows


def test_a_row_removed_while_paging_hides_no_other() -> None:
    rows = [1, 2, 3, 4, 5, 6]

    assert list(walk_offsets(moving(rows, lambda: rows.remove(1)), WHERE, 3)) == [2, 3, 4, 5, 6]


def test_a_row_added_while_paging_doubles_no_other() -> None:
    rows = [1, 2, 3, 4, 5, 6]

    assert sorted(walk_offsets(moving(rows, lambda: rows.insert(0, 9)), WHERE, 3)) == [
        1, 2, 3, 4, 5, 6, 9,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows", [[1, 2, 3, 2, 4, 5], [1, 1, 2, 3, 4, 4], [1, 2, 3, 3, 4, 5, 6], [7, 1, 2, 3, 4, 5, 7]]
)
def test_a_row_that_a_list_holds_twice_is_returned_once(rows: list[int]) -> None:
    found = walk_offsets(lambda offset: OffsetSlice(rows[offset : offset + 3]), WHERE, 3)

    assert sorted(found) == sorted(set(rows))


def test_a_list_that_always_moves_is_no_answer() -> None:
    rows = list(range(10))

    def fetch(offset: int) -> OffsetSlice[int]:
        rows.insert(0, len(rows))
        return OffsetSlice(rows[offset : offset + 3])

    with pytest.raises(NotAnAnswer) as caught:
        walk_offsets(fetch, WHERE, 3)

    assert caught.value.code == "list_kept_moving"


def test_a_slice_for_another_offset_is_refused() -> None:
    with pytest.raises(NotAnAnswer) as caught:
        list(walk_offsets(offset_list([1, 2, 3], 2, total=3, offset=0), WHERE, 2))

    assert caught.value.code == "offset_ignored"


def test_the_same_slice_again_is_refused() -> None:
    with pytest.raises(NotAnAnswer) as caught:
        list(walk_offsets(lambda offset: OffsetSlice([1, 2], total=9), WHERE, 2))

    assert caught.value.code == "offset_ignored"


def test_offsets_without_an_end_meet_a_ceiling() -> None:
    fetch = offset_list(list(range(100)), 2)

    with pytest.raises(NotAnAnswer) as caught:
        list(walk_offsets(fetch, WHERE, 2, most_slices=5))

    assert caught.value.code == "too_many_slices"

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.miro.places import Place, is_in_frame, place_in, place_on_board
from schemas.miro import Item

NUMBERS = st.integers(-100_000, 100_000)
SIZES = st.integers(1, 10_000)
FRAME = Item(id="f", type="frame", x=1000, y=-500, width=800, height=600)


def test_a_place_in_a_frame_counts_from_its_top_left_corner() -> None:
    note = Place(100, 50, 199, 228)

    assert place_on_board(note, FRAME) == Place(700, -750, 199, 228)
    assert place_on_board(note, None) == note


def test_a_note_flush_in_the_corner_has_half_its_size_as_centre() -> None:
    flush = Place.from_top_left(0, 0, 199, 228)

    assert (flush.x, flush.y) == (99.5, 114)
    assert Place.of(FRAME).holds(place_on_board(flush, FRAME))
    outside = place_on_board(Place(99, 114, 199, 228), FRAME)
    assert not Place.of(FRAME).holds(outside)


@given(x=NUMBERS, y=NUMBERS, left=NUMBERS, top=NUMBERS, width=SIZES, height=SIZES)
def test_onto_the_board_and_back_is_the_same_place(
    x: int, y: int, left: int, top: int, width: int, height: int
) -> None:
    frame = Item(id="f", type="frame", x=left, y=top, width=2 * width, height=2 * height)
    place = Place(x, y, 10, 20)

    assert place_in(frame, place_on_board(place, frame)) == place


@given(left=NUMBERS, top=NUMBERS, width=SIZES, height=SIZES)
def test_a_box_keeps_its_corner(left: int, top: int, width: int, height: int) -> None:
    place = Place.from_top_left(left, top, width, height)

    assert (place.left, place.top) == (left, top)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (Item(id="a", type="text", parent_id="f", relative_to="canvas_center"), True),
        (Item(id="a", type="text", relative_to="parent_top_left"), True),
        (Item(id="a", type="text", relative_to="canvas_center"), False),
        (Item(id="a", type="text"), False),
    ],
)
def test_the_parent_says_whether_a_place_counts_from_a_frame(item: Item, expected: bool) -> None:
    assert is_in_frame(item) is expected

import random

import pytest

from connectors.miro.matching import match_created
from connectors.miro.new_items import NewItem, NewShape, NewSticky, NewText
from schemas.miro import Item


def answered(new: NewItem, number: int, **other: object) -> Item:
    said: dict[str, object] = {"content": new.content, "x": new.x, "y": new.y, **other}
    return Item(id=str(number), type=new.kind, parent_id=new.parent_id, **said)  # type: ignore[arg-type] # a test's shorthand


REQUESTS: list[NewItem] = [
    NewText(x=10, y=10, parent_id="7", text="Question", width=900),
    NewText(x=10, y=90, parent_id="7", text="Question", width=900),
    NewShape(x=10, y=10, parent_id="7", width=9, height=9),
    NewSticky(x=10, y=10, parent_id="8", text="a < b"),
]


@pytest.mark.parametrize("seed", range(5))
def test_items_are_matched_in_any_order(seed: int) -> None:
    created = [answered(new, number) for number, new in enumerate(REQUESTS)]
    random.Random(seed).shuffle(created)  # noqa: S311 # an order for a test

    matched = match_created(REQUESTS, created)

    assert matched is not None
    assert [one.id for one in matched] == ["0", "1", "2", "3"]


def test_words_that_the_vendor_rewrote_are_matched_by_place() -> None:
    created = [
        answered(new, number, content="<p>rewritten</p>") for number, new in enumerate(REQUESTS)
    ]

    matched = match_created(REQUESTS, list(reversed(created)))

    assert matched is not None
    assert [one.id for one in matched] == ["0", "1", "2", "3"]


def test_places_that_the_vendor_moved_are_matched_by_words() -> None:
    wanted = [NewSticky(x=1, y=1, text="one"), NewSticky(x=2, y=2, text="two")]
    created = [answered(new, number, x=99.0, y=99.0) for number, new in enumerate(wanted)]

    matched = match_created(wanted, list(reversed(created)))

    assert matched is not None
    assert [one.id for one in matched] == ["0", "1"]


@pytest.mark.parametrize(
    "created",
    [
        [],
        [Item(id="1", type="sticky_note"), Item(id="2", type="sticky_note")],
        [Item(id="1", type="shape")],
    ],
)
def test_other_items_than_asked_match_nothing(created: list[Item]) -> None:
    assert match_created([NewSticky(x=0, y=0, text="a")], created) is None

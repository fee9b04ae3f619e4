"""Notes that Miro shows in a form that cannot be read: nothing is concluded from that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from plugin.capture import run
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.people import OPERATOR
from schemas.miro import Item, read_item_page
from tests.pretend_board import Runtime, Stage, runtime, stage


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    return runtime(tmp_path_factory.mktemp("house"))


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    made = stage(home, "T3", Agreement(1, {}, Attribution.ROLE))
    for note in ("a", "b"):
        made.board.add(note, "P01", "Z3", f"words of {note}")
    made.collect()
    return made


def as_read(item: Item, **changes: object) -> Item:
    """Return an item as our reader gives it when Miro sends these fields for it."""
    whole = {
        "id": item.id,
        "type": item.type,
        "parent": {"id": item.parent_id},
        "data": {"content": item.content},
    }
    (read,) = read_item_page({"data": [whole | changes]}).data
    return read


ODD: list[dict[str, object]] = [
    {"parent": ["x"]},
    {"parent": {"id": {}}},
    {"parent": True},
    {"type": None},
    {"type": 7},
    {"data": "words"},
    {"data": {"content": {"html": "words"}}},
]


@pytest.mark.parametrize("odd", ODD)
def test_a_note_that_cannot_be_read_stays_as_it_was(
    meeting: Stage, odd: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    before = meeting.notes()["a"]
    own = meeting.board.ids["a"]
    meeting.board.sticky_items[own] = as_read(meeting.board.sticky_items[own], **odd)

    captured = meeting.collect()

    assert meeting.notes()["a"] == before
    assert captured.stored == 2
    assert captured.brakes == ()
    assert any("cannot read: 1." in each for each in captured.messages)
    assert "An item on a board cannot be read: " in caplog.text
    assert "words" not in caplog.text


def test_what_was_written_into_it_is_collected_once_it_can_be_read(meeting: Stage) -> None:
    own = meeting.board.ids["a"]
    fine = meeting.board.sticky_items[own]
    meeting.board.sticky_items[own] = as_read(fine, data={"content": []})
    meeting.collect()

    meeting.board.sticky_items[own] = replace(fine, content="<p>later words</p>")
    meeting.collect()

    assert meeting.notes()["a"].text == "later words"


def test_a_note_in_a_box_that_stays_here_is_forgotten_however_odd_its_words(
    meeting: Stage,
) -> None:
    meeting.board.move("a", "P01", "ZX")
    own = meeting.board.ids["a"]
    meeting.board.sticky_items[own] = as_read(meeting.board.sticky_items[own], data=[])

    captured = meeting.collect()

    assert captured.dropped_off_record == 1
    assert "a" not in meeting.notes()


@pytest.mark.parametrize(
    "odd",
    [
        {"createdAt": ""},
        {"createdBy": "3458764500000000001"},
        {"geometry": {"height": "", "width": None}},
        {"position": {"x": "NaN", "y": "Infinity"}},
        {"style": None},
        {"modifiedBy": 7},
    ],
)
def test_what_decides_nothing_may_be_anything(meeting: Stage, odd: dict[str, object]) -> None:
    own = meeting.board.ids["a"]
    meeting.board.sticky_items[own] = as_read(meeting.board.sticky_items[own], **odd)

    captured = meeting.collect()

    assert captured.stored == 2
    assert meeting.notes()["a"].text == "words of a"
    assert not any("cannot read" in each for each in captured.messages)


@pytest.mark.parametrize("title", ["", "a title"])
def test_what_stands_below_a_cards_title_stays_while_it_cannot_be_read(
    meeting: Stage, title: str
) -> None:
    run.choose_other_items(meeting.services, OPERATOR, meeting.session.id, is_chosen=True)
    below = {"title": title, "description": "<p>words below</p>"}
    meeting.board.put("card", "P03", "Z3", "card", **below)
    meeting.collect()
    before = meeting.notes()["card"]
    own = meeting.board.ids["card"]
    odd = {"title": title, "description": ["words below"]}
    meeting.board.sticky_items[own] = as_read(meeting.board.sticky_items[own], data=odd)

    captured = meeting.collect()

    assert meeting.notes()["card"] == before
    assert any("cannot read: 1." in each for each in captured.messages)

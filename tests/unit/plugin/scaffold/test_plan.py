from datetime import date

import pytest

from plugin.convene.template_files import read_template
from plugin.domain.agreements import policy_for
from plugin.scaffold.board import WantedBoard
from plugin.scaffold.board_texts import BoardWords
from plugin.scaffold.geometry import Point
from plugin.scaffold.layout import lay_out
from plugin.scaffold.plan import (
    FRAME,
    Adopt,
    BoardAsSeen,
    CreateFrame,
    CreateItems,
    SeenItem,
    least_calls,
    plan,
)

DAY = date(2026, 11, 18)


@pytest.fixture(scope="module")
def wanted() -> WantedBoard:
    template = read_template("T3")
    return lay_out(
        template,
        policy_for(template, None),
        BoardWords(question="Q?", meeting="M", day=DAY, held_until=DAY),
    )


def _whole(wanted: WantedBoard) -> tuple[dict[str, str], list[SeenItem]]:
    """Return links and items of a board on which everything stands."""
    frames = [SeenItem(f"id {f.key}", FRAME, f.title, f.rect.centre, None) for f in wanted.frames]
    children = [
        SeenItem(f"id {i.key}", i.kind.value, " ".join(i.content), i.position, f"id {i.zone}")
        for i in wanted.items
    ]
    seen = frames + children
    keys = [f.key for f in wanted.frames] + [i.key for i in wanted.items]
    return dict(zip(keys, (item.miro_item_id for item in seen), strict=True)), seen


def test_an_empty_board_needs_frames_first_then_children_by_twenty(wanted: WantedBoard) -> None:
    actions = plan(wanted, {}, BoardAsSeen())

    assert [type(action) for action in actions] == [CreateFrame] * 11 + [CreateItems] * 3
    assert [len(a.items) for a in actions if isinstance(a, CreateItems)] == [20, 20, 6]
    assert len(actions) + 2 == least_calls(len(wanted.frames), len(wanted.items))


def test_a_whole_board_needs_nothing(wanted: WantedBoard) -> None:
    links, seen = _whole(wanted)

    assert plan(wanted, links, BoardAsSeen(tuple(seen))) == ()


def test_a_missing_text_is_made_alone(wanted: WantedBoard) -> None:
    links, seen = _whole(wanted)
    left = tuple(item for item in seen if item.miro_item_id != "id Z3/question")

    actions = plan(wanted, links, BoardAsSeen(left))

    assert [a.keys for a in actions if isinstance(a, CreateItems)] == [("Z3/question",)]
    assert len(actions) == 1


def test_a_box_that_is_gone_is_made_with_all_its_children(wanted: WantedBoard) -> None:
    links, seen = _whole(wanted)
    left = tuple(item for item in seen if item.miro_item_id != "id Z3")

    frame, items = plan(wanted, links, BoardAsSeen(left))

    assert isinstance(frame, CreateFrame)
    assert isinstance(items, CreateItems)
    assert items.keys == tuple(item.key for item in wanted.frame("Z3").items)


@pytest.mark.parametrize("gone", ["Z3", "Z3/question", "Z3/label-meaning"])
def test_what_was_sent_without_an_answer_is_adopted(wanted: WantedBoard, gone: str) -> None:
    links, seen = _whole(wanted)
    del links[gone]

    actions = plan(wanted, links, BoardAsSeen(tuple(seen), frozenset({gone})))

    assert actions == (Adopt(gone, f"id {gone}"),)


def test_without_doubt_a_persons_copy_is_never_adopted(wanted: WantedBoard) -> None:
    links, seen = _whole(wanted)
    del links["Z3/question"]

    actions = plan(wanted, links, BoardAsSeen(tuple(seen)))

    assert [a.keys for a in actions if isinstance(a, CreateItems)] == [("Z3/question",)]


@pytest.mark.parametrize(
    ("kind", "parent", "words"),
    [("shape", "id Z3", None), ("text", "id Z4", None), ("text", "id Z3", "Other words")],
)
def test_kind_parent_and_words_must_fit(
    wanted: WantedBoard, kind: str, parent: str, words: str | None
) -> None:
    links, seen = _whole(wanted)
    links.pop("Z3/question")
    found = next(item for item in seen if item.miro_item_id == "id Z3/question")
    other = SeenItem("id other", kind, words or found.content, found.place, parent)
    left = [item for item in seen if item is not found]

    actions = plan(wanted, links, BoardAsSeen((*left, other), frozenset({"Z3/question"})))

    assert [type(action) for action in actions] == [CreateItems]


def test_place_settles_a_tie(wanted: WantedBoard) -> None:
    links, seen = _whole(wanted)
    links.pop("Z3/question")
    found = next(item for item in seen if item.miro_item_id == "id Z3/question")
    copy = SeenItem("id 0", "text", found.content, Point(0, 0), found.parent_id)

    actions = plan(wanted, links, BoardAsSeen((copy, *seen), frozenset({"Z3/question"})))

    assert actions == (Adopt("Z3/question", "id Z3/question"),)


def test_children_of_an_adopted_frame_are_adopted_with_it(wanted: WantedBoard) -> None:
    links, seen = _whole(wanted)
    lost = {"Z3", *(item.key for item in wanted.frame("Z3").items)}
    kept = {key: item for key, item in links.items() if key not in lost}

    actions = plan(wanted, kept, BoardAsSeen(tuple(seen), frozenset(lost)))

    assert set(actions) == {Adopt(key, f"id {key}") for key in lost}


@pytest.mark.parametrize(
    ("frames", "items", "calls"), [(0, 0, 2), (1, 0, 3), (1, 1, 4), (10, 20, 13), (10, 21, 14)]
)
def test_least_calls_counts_by_twenty(frames: int, items: int, calls: int) -> None:
    assert least_calls(frames, items) == calls

import pytest

from plugin.capture.boxes import Frame, know_boxes
from plugin.convene.template_files import read_template
from plugin.domain.labels import Label

T3 = read_template("T3")
LABELS = {zone.code: zone.label for zone in T3.zones}
LINKED = {"f3": "Z3", "f4": "Z4", "fx": "ZX"}


@pytest.mark.parametrize(
    ("frames", "frame", "code", "label"),
    [
        ({"f3": "3 · The story"}, "f3", "Z3", Label.M),
        ({"f3": "Our stories"}, "f3", "Z3", Label.M),
        ({"f3": "77 · Elsewhere"}, "f3", "Z3", Label.M),
        ({"f3": "4 · Listening notes"}, "f3", "Z3", Label.H),
        ({"f4": "3 · The story"}, "f4", "Z4", Label.H),
        ({"f3": "O · Off the record"}, "f3", "Z3", Label.X),
        ({"fx": "3 · The story"}, "fx", "ZX", Label.X),
        ({"new": "5 · Uncertainty round"}, "new", "Z5", Label.M),
        ({"new": "<p>5 · Uncertainty round</p>"}, "new", "Z5", Label.M),
        (
            {"new": "<p><b>5</b> &middot; Uncertainty&nbsp;round</p>"},
            "new",
            "Z5",
            Label.M,
        ),
        ({"new": "5 &#183; Uncertainty round"}, "new", "Z5", Label.M),
        ({"new": "\u200e\ufeff5\u00a0· Uncertainty round"}, "new", "Z5", Label.M),
        ({"f3": "<p>3 &middot; The story</p>"}, "f3", "Z3", Label.M),
        ({"f3": "<p>O &middot; Off the record</p>"}, "f3", "Z3", Label.X),
        ({"f3": "3 · The story", "copy": "3 · The story"}, "copy", "Z3", Label.M),
        ({"f3": "3 · The story", "f4": "3 · The story"}, "f3", "Z3", Label.H),
        ({"f3": "3 · The story", "f4": "3 · The story"}, "f4", "Z4", Label.H),
    ],
)
def test_the_strictest_label_that_is_meant_holds(
    frames: dict[str, str], frame: str, code: str, label: Label
) -> None:
    boxes = know_boxes([Frame(*each) for each in frames.items()], LINKED, LABELS, T3)

    box = boxes.of(frame)

    assert box is not None
    assert (box.zone_code, box.label) == (code, label)


NESTED = {"f3": "3 · The story", "f4": "4 · Listening notes", "fx": "O · Off the record"}


@pytest.mark.parametrize(
    ("parents", "container", "code", "label"),
    [
        ({"f3": None, "table": "f3"}, "table", "Z3", Label.M),
        ({"f3": None, "a": "b", "b": "c", "c": "f3"}, "a", "Z3", Label.M),
        ({"f3": "f4", "a": "f3"}, "a", "Z3", Label.H),
        ({"f3": "f4", "f4": "fx"}, "f3", "Z3", Label.X),
        ({"f4": "f3", "a": "f4"}, "a", "Z4", Label.H),
        ({"f3": "a", "a": "fx"}, "f3", "Z3", Label.X),
        ({"f3": "f4", "f4": "f3"}, "f3", "Z3", Label.H),
        ({"a": "b", "b": "a"}, "a", None, None),
        ({"a": "a"}, "a", None, None),
        ({"a": "b", "b": None}, "a", None, None),
        ({"a": "gone"}, "a", None, None),
    ],
)
def test_containers_are_followed_to_the_first_box_under_the_strictest_label(
    parents: dict[str, str | None], container: str, code: str | None, label: Label | None
) -> None:
    frames = [Frame(*each) for each in NESTED.items()]

    box = know_boxes(frames, LINKED, LABELS, T3, parents).of(container)

    assert (box and box.zone_code, box and box.label) == (code, label)


def test_a_box_in_a_stricter_box_is_told() -> None:
    frames = [Frame(*each) for each in NESTED.items()]

    told = know_boxes(frames, LINKED, LABELS, T3, {"f3": "a", "a": "f4", "f4": None}).messages

    assert told == (
        "“3 · The story” lies in another box. While it does, the stricter label holds there: Held. "
        "Move it out on the board.",
    )


@pytest.mark.parametrize("title", ["", "Parking", "77 · Elsewhere", "The story"])
def test_a_frame_without_id_and_code_is_no_box(title: str) -> None:
    boxes = know_boxes([Frame("new", title)], LINKED, LABELS, T3)

    assert boxes.of("new") is None
    assert boxes.of(None) is None


def test_a_frame_found_by_its_title_is_told() -> None:
    frames = [Frame("f3", "3 · The story"), Frame("new", "5 · Uncertainty round")]

    assert know_boxes(frames, LINKED, LABELS, T3).found == {"new": "Z5"}


def test_a_title_in_markup_is_no_other_title() -> None:
    boxes = know_boxes([Frame("f3", "<p>3 &middot; The story</p>")], {"f3": "Z3"}, LABELS, T3)

    assert boxes.messages == ()


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Our stories", "“3 · The story” has another title"),
        ("4 · Listening notes", "the stricter label holds there: Held"),
    ],
)
def test_another_title_is_told_without_repeating_it(title: str, said: str) -> None:
    standing = [Frame("f3", title), Frame("fx", "O · Off the record")]

    told = " ".join(know_boxes(standing, {"f3": "Z3", "fx": "ZX"}, LABELS, T3).messages)

    assert said in told
    assert "Our stories" not in told


def test_doubled_and_vanished_boxes_are_told() -> None:
    frames = [Frame("f3", "3 · The story"), Frame("copy", "3 · The story")]

    told = know_boxes(frames, {"f3": "Z3", "f4": "Z4"}, LABELS, T3).messages

    assert any("is on the board 2 times" in sentence for sentence in told)
    assert any("“4 · Listening notes” is not on the board" in sentence for sentence in told)

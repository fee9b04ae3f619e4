import pytest

from plugin.capture import run
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.labels import Label
from plugin.domain.people import OPERATOR, Actor
from plugin.errors import BadInput, NotHere
from plugin.store import boards as stored_boards
from tests.pretend_board import Runtime, Stage, stage


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    return stage(home, "T3", Agreement(1, {}, Attribution.ROLE))


def _choose(meeting: Stage, *, is_chosen: bool = True) -> str:
    return run.choose_other_items(
        meeting.services, OPERATOR, meeting.session.id, is_chosen=is_chosen
    )


def _fill(meeting: Stage, zone: str) -> None:
    put = meeting.board.put
    put("text", "P1", zone, "text", content="<p>canary text</p>")
    put("shape", "P2", zone, "shape", content="<p>canary <b>shape</b></p>")
    put("card", "P3", zone, "card", title="canary card", description="<p>canary below</p>")
    put("app card", "P3", zone, "app_card", title="canary app card")
    put("document", "P3", zone, "doc_format")
    put("table", "P3", zone, "data_table_format", title="canary table")
    put("image", "P3", zone, "image", title="canary.png")
    put("empty shape", "P3", zone, "shape", content="<p>\u2060</p>")
    put("new kind", "P3", zone, "mindmap_node", content="canary node")


def _others(captured: run.Captured) -> list[str]:
    return [said for said in captured.messages if said.endswith("not collected.")]


@pytest.mark.parametrize("zone", ["Z3", "Z4"])  # kept, held
def test_other_items_are_counted_by_box_and_kind(meeting: Stage, zone: str) -> None:
    _fill(meeting, zone)
    meeting.board.add("sticky", "P1", zone, "a note")
    meeting.board.put("shape 2", "P2", zone, "shape", content="canary again")

    captured = meeting.collect()

    box = "“3 · The story”" if zone == "Z3" else "“4 · Listening notes”"
    assert captured.stored == 1
    assert _others(captured) == [
        f"In {box} there are 1 text, 2 shapes, 1 card, 1 app card, 1 document, 1 table and 1 item "
        "of another kind with words that are not collected."
    ]
    assert b"canary" not in meeting.runtime.files()


def test_they_are_told_at_every_collecting_in_numbers_that_fit(meeting: Stage) -> None:
    meeting.board.put("one", "P1", "Z3", "shape", content="canary")
    first = _others(meeting.collect())
    meeting.board.put("two", "P1", "Z3", "shape", content="canary")
    meeting.board.put("three", "P1", "Z5", "text", content="canary")

    assert first == ["In “3 · The story” there is 1 shape with words that is not collected."]
    assert _others(meeting.collect()) == [
        "In “3 · The story” there are 2 shapes with words that are not collected.",
        "In “5 · Uncertainty round” there is 1 text with words that is not collected.",
    ]


@pytest.mark.parametrize("zone", ["ZX", "Z0", None])
@pytest.mark.parametrize("is_chosen", [True, False])
def test_nothing_is_told_or_kept_of_boxes_that_stay_here(
    meeting: Stage, zone: str | None, is_chosen: bool
) -> None:
    _choose(meeting, is_chosen=is_chosen)
    _fill(meeting, zone or "Z3")
    for name in meeting.board.ids:
        meeting.board.move(name, "P1", zone)

    captured = meeting.collect()

    assert (captured.stored, _others(captured)) == (0, [])
    assert b"canary" not in meeting.runtime.files()


def test_texts_shapes_and_cards_are_collected_where_chosen(meeting: Stage) -> None:
    _fill(meeting, "Z3")
    meeting.board.tag("card", "Key")
    meeting.collect()
    _choose(meeting)

    captured = meeting.collect()

    words = {name: note.text for name, note in meeting.notes().items()}
    assert words == {
        "text": "canary text",
        "shape": "canary shape",
        "card": "canary card\ncanary below",
    }
    assert meeting.notes()["card"].tags == ("Key",)
    assert {note.label for note in meeting.notes().values()} == {Label.M}
    assert _others(captured) == [
        "In “3 · The story” there are 1 app card, 1 document, 1 table and 1 item of another kind "
        "with words that are not collected."
    ]


def test_they_follow_the_same_rules_as_sticky_notes(meeting: Stage) -> None:
    _choose(meeting)
    _fill(meeting, "Z3")
    meeting.collect()
    meeting.board.edit("text", "P1", "other words")
    meeting.board.move("shape", "P2", "ZX")
    meeting.board.delete("card")

    captured = meeting.collect()

    assert (captured.replaced, captured.stored) == (1, 1)
    assert meeting.notes()["text"].text == "other words"
    assert b"canary" not in meeting.runtime.files()


def test_what_lay_in_stays_here_before_the_choice_waits_for_its_writer(meeting: Stage) -> None:
    meeting.board.put("shape", "P1", "ZX", "shape", content="canary")
    meeting.collect()
    _choose(meeting)
    meeting.board.move("shape", "P2", "Z3")

    assert (meeting.collect().waiting_for_writer, meeting.notes()) == (1, {})


@pytest.mark.parametrize("is_chosen", [True, False])
def test_what_we_placed_and_copies_of_it_are_nobodys_notes(meeting: Stage, is_chosen: bool) -> None:
    _choose(meeting, is_chosen=is_chosen)
    ours = meeting.board.put("ours", "us", "Z3", "card", title="A piece", description="Came back.")
    meeting.board.put("copy", "P1", "Z3", "card", title="A piece", description="<p>Came back.</p>")
    with meeting.services.db.begin() as tx:
        stored_boards.link_items(tx, meeting.session.id, {"Z3/card": (ours, "card", "Z3")})

    captured = meeting.collect()

    assert (captured.stored, captured.messages) == (0, ())


def test_taking_the_choice_back_lets_go_of_nothing(meeting: Stage) -> None:
    _choose(meeting)
    for each in range(6):
        meeting.board.put(f"n{each}", "P1", "Z3", "shape", content=f"shape {each}")
    meeting.collect()
    said = _choose(meeting, is_chosen=False)
    meeting.board.put("late", "P1", "Z3", "shape", content="shape that came later")

    captured = meeting.collect()

    assert "stay until they are deleted on the board" in said
    assert (captured.stored, captured.brakes, len(_others(captured))) == (6, (), 1)


def test_the_choice_ends_at_close_and_is_its_facilitators(meeting: Stage) -> None:
    with pytest.raises(NotHere):
        run.choose_other_items(
            meeting.services, Actor("stranger", "Stranger"), meeting.session.id, is_chosen=True
        )
    meeting.close()

    with pytest.raises(BadInput, match="closed"):
        _choose(meeting)

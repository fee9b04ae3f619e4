from datetime import timedelta

import pytest

from tests.unit.connectors.sandbox.miro.asking import AMINA, NOW, TOM, Room


def added(room: Room, person: str = AMINA, **body: object) -> str:
    whole = {"person": person, "text": "Hello", "frame": None, "x": 10, "y": 20} | body
    answer = room.act("POST", **whole)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    return str(answer.json["id"])


def test_a_note_is_its_writers_in_the_editors_dialect(room: Room) -> None:
    note = room.item(added(room, text="a\nb <c>", colour="light_pink"))

    assert note["data"]["content"] == "<p>a</p><p>b &lt;c&gt;</p>"
    assert note["style"]["fillColor"] == "light_pink"
    assert note["createdBy"] == note["modifiedBy"] == {"id": AMINA, "type": "user"}
    assert note["position"]["relativeTo"] == "canvas_center"


def test_html_stands_as_it_is_without_what_a_note_cannot_hold(room: Room) -> None:
    note = added(room, html="<p>We are <strong>never</strong> <h1>rung</h1></p>")

    assert room.item(note)["data"]["content"] == "<p>We are <strong>never</strong> rung</p>"


def test_an_edit_names_the_editor_and_keeps_the_writer(room: Room) -> None:
    note = added(room)
    room.now = NOW + timedelta(minutes=5)

    room.act("PATCH", f"/{note}", person=TOM, text="Other words")

    found = room.item(note)
    assert (found["createdBy"]["id"], found["modifiedBy"]["id"]) == (AMINA, TOM)
    assert (found["createdAt"], found["modifiedAt"]) == (
        "2026-11-18T10:00:20Z",
        "2026-11-18T10:05:20Z",
    )


def test_moving_changes_the_parent_and_takes_coordinates_as_given(room: Room) -> None:
    frame, note = room.frame(), added(room)

    room.act("PATCH", f"/{note}", person=TOM, frame=frame, x=900, y=700)
    inside = room.item(note)
    room.act("PATCH", f"/{note}", person=TOM, frame=None, x=-900, y=-400)
    outside = room.item(note)

    assert inside["parent"]["id"] == frame
    assert inside["position"] | {"x": 900, "y": 700} == inside["position"]
    assert "parent" not in outside
    assert outside["position"] | {"x": -900, "y": -400} == outside["position"]


def test_a_note_let_go_over_a_frame_falls_into_it(room: Room) -> None:
    frame, note = room.frame(x=5000, y=5000), added(room)

    room.act("PATCH", f"/{note}", person=AMINA, x=4600, y=4700)

    found = room.item(note)
    assert found["parent"]["id"] == frame
    assert found["position"] | {"x": 100, "y": 100} == found["position"]


def test_a_person_may_leave_a_note_across_an_edge(room: Room) -> None:
    note = added(room, frame=room.frame(), x=0, y=0)

    assert room.item(note)["position"]["x"] == 0


def test_new_notes_in_a_frame_cover_neither_words_nor_notes(room: Room) -> None:
    frame = room.frame(height=1000)
    room.make("texts", data={"content": "Question"}, geometry={"width": 400}, parent={"id": frame},
              position={"x": 300, "y": 300})  # fmt: skip

    answers = [room.act("POST", person=AMINA, text="x", frame=frame) for _ in range(5)]

    places = [(a.json["x"], a.json["y"]) for a in answers if a.json]
    assert len(set(places)) == 5
    assert all(y - 114 > -500 + 300 for _, y in places)


def test_recolouring_leaves_the_words(room: Room) -> None:
    note = added(room)

    room.act("PATCH", f"/{note}", person=TOM, colour="violet")

    found = room.item(note)
    assert (found["style"]["fillColor"], found["data"]["content"]) == ("violet", "<p>Hello</p>")
    assert found["modifiedBy"]["id"] == TOM


def test_a_tag_is_made_once_and_put_on_several_notes(room: Room) -> None:
    notes = [added(room), added(room)]

    for note in notes:
        room.act("POST", f"/{note}/tags", person=AMINA, tag="phone call")

    tags = room.ask("GET", "/v2/boards/{board}/tags").json["data"]
    assert [tag["title"] for tag in tags] == ["phone call"]
    tagged = room.ask("GET", f"/v2/boards/{{board}}/items?tag_id={tags[0]['id']}").json["data"]
    assert [item["id"] for item in tagged] == notes


def test_a_deleted_note_is_gone(room: Room) -> None:
    note = added(room)

    assert room.act("DELETE", f"/{note}", person=AMINA).status_code == 204
    assert room.act("DELETE", f"/{note}", person=AMINA).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"person": "1"},
        {"person": AMINA, "text": "x", "colour": "mauve"},
        {"person": AMINA, "text": "x", "frame": "77", "x": 1, "y": 1},
        {"person": AMINA, "colour": "violet", "text": "x" * 6000},
        {"person": AMINA, "text": "x", "x": "left", "y": 1},
        {"person": AMINA, "text": 5},
    ],
)
def test_a_refused_change_changes_nothing(room: Room, change: dict[str, object]) -> None:
    note = added(room)
    before = room.item(note)

    answer = room.act("PATCH", f"/{note}", **change)

    assert answer.status_code in (400, 404)
    assert answer.json is not None
    assert answer.json["error"].startswith("Nothing was changed: ")
    assert room.item(note) == before


def test_what_people_do_is_no_call_of_a_client(room: Room) -> None:
    before = room.client.get("/_sandbox/calls").json

    added(room)

    assert room.client.get("/_sandbox/calls").json == before


def test_letting_somebody_in_again_keeps_their_address(room: Room) -> None:
    for row in ({"email": "amina@example.org"}, {}):
        people = [{"id": AMINA, "name": "Amina Yusuf"} | row]
        room.client.post("/_sandbox/seed", json={"people": people})

    invited = room.ask("POST", "/v2/boards/{board}/members", {"emails": ["amina@example.org"]})

    assert invited.json["successful"] == [int(AMINA)]

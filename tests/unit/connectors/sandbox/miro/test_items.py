import base64

import pytest

from tests.unit.connectors.sandbox.miro.asking import Room

ITEMS = "/v2/boards/{board}/items"
BULK = f"{ITEMS}/bulk"
HELLO = {"type": "sticky_note", "data": {"content": "Hello"}}


@pytest.mark.parametrize(
    ("collection", "body", "field"),
    [
        ("sticky_notes", {"style": {"fillColor": "#ffffff"}}, "style.fillColor"),
        ("sticky_notes", {"geometry": {"width": 10, "height": 10}}, "geometry"),
        ("sticky_notes", {"data": {"content": "x" * 6000}}, "data.content"),
        ("texts", {"data": {}}, "data.content"),
        ("texts", {"data": {"content": "x"}, "geometry": {"width": 10}}, "geometry.width"),
        ("texts", {"data": {"content": "x"}, "style": {"fontSize": 14}}, "style.fontSize"),
        ("frames", {"data": {"title": "x"}, "parent": {"id": "1"}}, "parent"),
        ("frames", {"data": {"title": "x", "showContent": False}}, "data.showContent"),
        ("frames", {"data": {"title": "x"}, "style": {"fillColor": "#123456"}}, "style.fillColor"),
        ("cards", {"parent": {"id": "1"}}, "parent.id"),
    ],
)
def test_what_miro_refuses_is_refused_with_its_field(
    room: Room, collection: str, body: object, field: str
) -> None:
    answer = room.ask("POST", f"/v2/boards/{{board}}/{collection}", body)

    assert answer.status_code == 400
    assert answer.json["type"] == "error"
    assert answer.json["context"]["fields"][0]["field"] == field


def test_plain_text_of_a_client_stays_plain(room: Room) -> None:
    note = room.make("sticky_notes", data={"content": "Hello"})

    assert room.item(note)["data"]["content"] == "Hello"
    assert room.item(note)["style"]["textAlignVertical"] == "middle"
    assert room.item(note)["geometry"] == {"width": 199, "height": 228}


def test_unknown_tags_are_stripped_and_not_refused(room: Room) -> None:
    note = room.make("sticky_notes", data={"content": "<p>a <h1>b</h1> <script>c</script></p>"})

    assert room.item(note)["data"]["content"] == "<p>a b c</p>"


def test_a_child_counts_from_its_frames_corner(room: Room) -> None:
    frame = room.frame()

    note = room.make("sticky_notes", parent={"id": frame}, position={"x": 99.5, "y": 114})

    assert room.item(note)["position"]["relativeTo"] == "parent_top_left"
    assert room.item(note)["parent"]["id"] == frame


@pytest.mark.parametrize("position", [{"x": 99, "y": 114}, {"x": 500, "y": 790}])
def test_a_child_outside_its_frame_is_refused(room: Room, position: dict[str, float]) -> None:
    body = {"parent": {"id": room.frame()}, "position": position}

    answer = room.ask("POST", "/v2/boards/{board}/sticky_notes", body)

    assert answer.status_code == 400


def test_a_frame_cannot_shrink_below_its_children(room: Room) -> None:
    frame = room.frame()
    room.make("sticky_notes", parent={"id": frame}, position={"x": 800, "y": 600})

    small = {"geometry": {"width": 500, "height": 500}}
    answer = room.ask("PATCH", f"/v2/boards/{{board}}/frames/{frame}", small)

    assert answer.status_code == 400
    assert room.item(frame)["geometry"]["width"] == 1000


def test_detaching_does_not_translate_coordinates(room: Room) -> None:
    frame = room.frame(x=5000, y=5000)
    note = room.make("sticky_notes", parent={"id": frame}, position={"x": 300, "y": 300})

    room.ask("PATCH", f"{ITEMS}/{note}", {"parent": {"id": None}})

    found = room.item(note)
    assert "parent" not in found
    assert found["position"] | {"x": 300, "y": 300} == found["position"]


def test_children_stay_where_a_deleted_frame_was(room: Room) -> None:
    frame = room.frame(x=5000, y=5000)
    note = room.make("sticky_notes", parent={"id": frame}, position={"x": 300, "y": 300})

    room.ask("DELETE", f"/v2/boards/{{board}}/frames/{frame}")

    found = room.item(note)
    assert (found["position"]["x"], found["position"]["y"]) == (4800, 4900)


def test_bulk_makes_all_or_none_and_names_the_wrong_one(room: Room) -> None:
    wrong = {"type": "sticky_note", "style": {"fillColor": "mauve"}}

    answer = room.ask("POST", BULK, [HELLO, wrong])

    assert answer.status_code == 400
    assert answer.json["context"]["fields"][0]["field"] == "1.style.fillColor"
    assert room.ask("GET", ITEMS).json["total"] == 0


@pytest.mark.parametrize("count", [0, 21])
def test_bulk_takes_one_to_twenty(room: Room, count: int) -> None:
    assert room.ask("POST", BULK, [HELLO] * count).status_code == 400


def test_frames_are_refused_in_bulk(room: Room) -> None:
    assert room.ask("POST", BULK, [{"type": "frame"}]).status_code == 400


@pytest.mark.parametrize("limit", ["9", "51", "ten", "-10"])
def test_a_list_takes_ten_to_fifty_at_once(room: Room, limit: str) -> None:
    assert room.ask("GET", f"{ITEMS}?limit={limit}").status_code == 400


def test_a_walk_ends_without_a_cursor_and_sees_late_items(room: Room) -> None:
    room.ask("POST", BULK, [HELLO] * 12)
    first = room.ask("GET", ITEMS).json
    late = room.make("sticky_notes", data={"content": "late"})

    last = room.ask("GET", f"{ITEMS}?cursor={first['cursor']}").json

    assert (first["size"], last["size"]) == (10, 3)
    assert last["data"][-1]["id"] == late
    assert "cursor" not in last
    assert base64.b64decode(first["cursor"]).decode() == f"{first['data'][-1]['id']}~"


def test_a_list_of_one_frame_holds_its_children_only(room: Room) -> None:
    frame = room.frame()
    inside = room.make("sticky_notes", parent={"id": frame}, position={"x": 300, "y": 300})
    room.make("sticky_notes")

    found = room.ask("GET", f"{ITEMS}?parent_item_id={frame}").json

    assert [item["id"] for item in found["data"]] == [inside]


def test_authors_are_ids_without_names(room: Room) -> None:
    found = room.item(room.make("sticky_notes"))

    assert found["createdBy"].keys() == {"id", "type"}
    assert found["createdAt"] == "2026-11-18T10:00:20Z"

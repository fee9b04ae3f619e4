"""What live answers of Miro showed of what it refuses and of what it fills in."""

import pytest

from tests.unit.connectors.sandbox.miro.asking import Room

BOARD = "/v2/boards/{board}"
STRAYS = [
    ("POST", "/v2/boards", {"name": "B", "metadata": {}}, "metadata"),
    ("POST", f"{BOARD}/shapes", {"data": {"content": "a"}, "metadata": {}}, "metadata"),
    ("POST", f"{BOARD}/shapes", {"data": {"colour": "a"}}, "data.colour"),
    ("POST", f"{BOARD}/sticky_notes", {"style": {"color": "red"}}, "style.color"),
    ("POST", f"{BOARD}/texts", {"data": {"content": "a"}, "zIndex": 9}, "zIndex"),
    ("POST", f"{BOARD}/cards", {"position": {"bringToFront": True}}, "position.bringToFront"),
    ("POST", f"{BOARD}/cards", {"geometry": {"depth": 1}}, "geometry.depth"),
    ("POST", f"{BOARD}/tags", {"title": "a", "colour": "red"}, "colour"),
    ("POST", f"{BOARD}/members", {"emails": ["a@b.example"], "note": "Hi"}, "note"),
    ("PATCH", BOARD, {"policy": {"sharing": {}}}, "policy.sharing"),
    ("PATCH", f"{BOARD}/items/{{note}}", {"data": {"locked": False}}, "data"),
]


@pytest.mark.parametrize(("method", "path", "body", "field"), STRAYS)
def test_a_field_that_miro_does_not_know_is_refused(
    room: Room, method: str, path: str, body: object, field: str
) -> None:
    note = room.make("sticky_notes", data={"content": "Hello"})
    before = len(room.ask("GET", f"{BOARD}/items").json["data"])

    answer = room.ask(method, path.replace("{note}", note), body)

    assert (answer.status_code, answer.json["code"]) == (400, "2.0703")
    message = f"Field [{field}] is not supported"
    assert answer.json["context"] == {"fields": [{"field": field, "message": message}]}
    assert len(room.ask("GET", f"{BOARD}/items").json["data"]) == before


def test_a_stray_field_in_bulk_names_its_place_and_makes_nothing(room: Room) -> None:
    rows = [{"type": "text", "data": {"content": "a"}}, {"type": "text", "appData": {}}]

    answer = room.ask("POST", f"{BOARD}/items/bulk", rows)

    assert answer.json["context"]["fields"][0]["field"] == "1.appData"
    assert room.ask("GET", f"{BOARD}/items").json["data"] == []


def test_a_place_may_be_sent_back_as_it_was_read(room: Room) -> None:
    note = room.make("sticky_notes", data={"content": "Hello"})
    place = room.item(note)["position"]

    assert room.ask("PATCH", f"{BOARD}/items/{note}", {"position": place}).status_code == 200


def test_what_is_not_there_is_told_with_its_board(room: Room) -> None:
    answer = room.ask("GET", f"{BOARD}/items/3458764500000009999")

    assert (answer.status_code, answer.json["code"]) == (404, "3.0201")
    assert answer.json["context"] == {"boardId": {"value": room.board}}
    assert answer.json["message"] == "Item not found"


def test_a_shape_looks_as_the_api_makes_it(room: Room) -> None:
    bare = room.make("shapes", data={"content": "a"})
    filled = room.make("shapes", style={"fillColor": "#abcdef"})

    style = room.item(bare)["style"]
    assert (style["fontFamily"], style["borderOpacity"]) == ("open_sans", "0.0")
    assert (style["textAlign"], style["textAlignVertical"]) == ("left", "top")
    assert style["fillOpacity"] == "0.0"
    assert room.item(filled)["style"]["fillOpacity"] == "1.0"


def test_children_of_a_deleted_frame_stay_without_a_parent(room: Room) -> None:
    frame = room.frame()
    note = room.make("sticky_notes", parent={"id": frame}, position={"x": 200, "y": 200})

    assert room.ask("DELETE", f"{BOARD}/frames/{frame}").status_code == 204

    left = room.item(note)
    assert left["parent"] is None
    assert left["position"]["relativeTo"] == "canvas_center"

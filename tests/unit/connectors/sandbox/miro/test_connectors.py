from typing import Any

import pytest

from tests.unit.connectors.sandbox.miro.asking import Room

LINES = "/v2/boards/{board}/connectors"


def two_notes(room: Room) -> tuple[str, str]:
    return room.make("sticky_notes"), room.make("sticky_notes")


def line(room: Room, start: str, end: str, **how: object) -> Any:
    body = {"startItem": {"id": start}, "endItem": {"id": end}, **how}
    return room.ask("POST", LINES, body)


def test_a_line_is_made_with_200_and_says_who_drew_it(room: Room) -> None:
    start, end = two_notes(room)

    answer = line(room, start, end, captions=[{"content": "leads to"}])

    made = answer.json
    assert answer.status_code == 200
    assert (made["startItem"]["id"], made["endItem"]["id"]) == (start, end)
    assert made["createdBy"]["type"] == "user"
    assert made["captions"][0] == {
        "content": "leads to", "position": "50%", "textAlignVertical": "middle"
    }  # fmt: skip


def test_places_on_an_item_are_percents_as_text(room: Room) -> None:
    start, end = two_notes(room)

    made = line(
        room, start, end,
        startItem={"id": start, "snapTo": "bottom"},
        endItem={"id": end, "position": {"x": "0%", "y": "12.5%"}},
    ).json  # fmt: skip

    assert made["startItem"]["position"] == {"x": "50%", "y": "100%"}
    assert made["endItem"]["position"] == {"x": "0%", "y": "12.5%"}


def test_lines_are_a_list_of_their_own(room: Room) -> None:
    start, end = two_notes(room)
    made = [line(room, start, end).json["id"] for _ in range(12)]

    first = room.ask("GET", f"{LINES}?limit=10").json
    second = room.ask("GET", f"{LINES}?limit=10&cursor={first['cursor']}").json

    assert [one["id"] for one in first["data"] + second["data"]] == made
    assert "cursor" not in second
    items = room.ask("GET", "/v2/boards/{board}/items").json["data"]
    assert {item["type"] for item in items} == {"sticky_note"}


def test_a_line_cannot_be_read_or_deleted_as_an_item(room: Room) -> None:
    made = line(room, *two_notes(room)).json["id"]

    assert room.ask("GET", f"/v2/boards/{{board}}/items/{made}").status_code == 404
    assert room.ask("DELETE", f"/v2/boards/{{board}}/items/{made}").status_code == 404
    assert room.ask("DELETE", f"{LINES}/{made}").status_code == 204
    assert room.ask("GET", f"{LINES}/{made}").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"endItem": {}},
        {"endItem": {"snapTo": "top", "position": {"x": "1%"}}},
        {"endItem": {"position": {"x": 50}}},
        {"endItem": {"position": {"x": "101%"}}},
        {"endItem": {"snapTo": "middle"}},
        {"captions": [{"content": "x" * 201}]},
        {"captions": [{"content": "x"}] * 21},
        {"style": {"strokeWidth": 2}},
        {"shape": "zigzag"},
    ],
)
def test_a_line_that_cannot_be_is_refused(room: Room, wrong: dict[str, Any]) -> None:
    start, end = two_notes(room)
    if wrong.get("endItem"):
        wrong = {"endItem": {"id": end, **wrong["endItem"]}}

    assert line(room, start, end, **wrong).status_code == 400
    assert room.ask("GET", LINES).json["total"] == 0


def test_a_line_needs_two_items_and_no_frame(room: Room) -> None:
    start, _ = two_notes(room)

    assert line(room, start, start).status_code == 400
    assert line(room, start, room.frame()).status_code == 400
    assert line(room, start, "1").status_code == 404


def test_a_line_is_changed_in_part_or_not_at_all(room: Room) -> None:
    start, end = two_notes(room)
    made = line(room, start, end).json

    changed = room.ask("PATCH", f"{LINES}/{made['id']}", {"shape": "straight"}).json
    refused = room.ask(
        "PATCH", f"{LINES}/{made['id']}", {"shape": "curved", "startItem": {"id": end}}
    )

    assert (changed["shape"], changed["startItem"]) == ("straight", made["startItem"])
    assert refused.status_code == 400
    assert room.ask("GET", f"{LINES}/{made['id']}").json["shape"] == "straight"


def test_the_end_of_a_line_hangs_in_the_open_when_its_item_is_gone(room: Room) -> None:
    start, end = two_notes(room)
    made = line(room, start, end).json["id"]

    room.ask("DELETE", f"/v2/boards/{{board}}/items/{end}")

    left = room.ask("GET", f"{LINES}/{made}").json
    assert left["startItem"]["id"] == start
    assert "endItem" not in left

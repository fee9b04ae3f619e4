from tests.unit.connectors.sandbox.miro.asking import Room

TAGS = "/v2/boards/{board}/tags"


def tag(room: Room, title: str) -> str:
    return str(room.ask("POST", TAGS, {"title": title}).json["id"])


def attach(room: Room, item: str, tag_id: str) -> int:
    answer = room.ask("POST", f"/v2/boards/{{board}}/items/{item}?tag_id={tag_id}")
    return int(answer.status_code)


def test_a_title_is_unique_but_for_its_case(room: Room) -> None:
    tag(room, "phone call")

    assert room.ask("POST", TAGS, {"title": "Phone call"}).status_code == 201
    assert room.ask("POST", TAGS, {"title": "phone call"}).status_code == 400


def test_a_ninth_tag_is_refused(room: Room) -> None:
    note = room.make("sticky_notes")

    answers = [attach(room, note, tag(room, f"tag {number}")) for number in range(9)]

    assert answers == [204] * 8 + [400]


def test_texts_take_no_tags(room: Room) -> None:
    text = room.make("texts", data={"content": "Hello"})

    assert attach(room, text, tag(room, "phone call")) == 400


def test_items_do_not_show_their_tags(room: Room) -> None:
    note = room.make("sticky_notes")
    attach(room, note, tag(room, "phone call"))

    assert "tag" not in str(room.item(note)).casefold()


def test_items_of_a_tag_are_walked_by_offset(room: Room) -> None:
    tag_id = tag(room, "phone call")
    notes = [room.make("sticky_notes") for _ in range(3)]
    for note in notes:
        attach(room, note, tag_id)

    page = room.ask("GET", f"/v2/boards/{{board}}/items?tag_id={tag_id}&limit=2&offset=2").json

    assert [item["id"] for item in page["data"]] == notes[2:]
    assert (page["total"], page["offset"]) == (3, 2)


def test_deleting_a_tag_takes_it_off_items(room: Room) -> None:
    note, tag_id = room.make("sticky_notes"), tag(room, "phone call")
    attach(room, note, tag_id)

    room.ask("DELETE", f"{TAGS}/{tag_id}")

    assert room.ask("GET", f"/v2/boards/{{board}}/items/{note}/tags").json == {"tags": []}


def test_detaching_leaves_the_note_and_the_tag(room: Room) -> None:
    note, tag_id = room.make("sticky_notes"), tag(room, "phone call")
    attach(room, note, tag_id)

    detached = room.ask("DELETE", f"/v2/boards/{{board}}/items/{note}?tag_id={tag_id}")

    assert detached.status_code == 204
    assert room.item(note)["id"] == note
    assert room.ask("GET", TAGS).json["total"] == 1

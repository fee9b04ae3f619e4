import re

import pytest

from tests.unit.connectors.sandbox.miro.asking import AMINA, TOM, Room


def note_ids(room: Room) -> list[str]:
    return [
        i["id"] for i in room.ask("GET", "/v2/boards/{board}/items?type=sticky_note").json["data"]
    ]


def stuck(room: Room, **form: str) -> str:
    """Stick a note by the form and return its id."""
    room.client.post(f"{room.page}/new-note", data={"person": AMINA, "text": "Hello"} | form)
    return note_ids(room)[-1]


def test_the_page_says_what_it_is_and_holds_nothing_inline(room: Room) -> None:
    stuck(room)

    answer = room.client.get(room.page)

    assert "This stands in for Miro on this machine" in answer.text
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?! src=)", answer.text)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "http://" not in answer.text.replace("http://www.w3.org/", "")


def test_what_people_wrote_is_no_markup_on_the_page(room: Room) -> None:
    stuck(room, text="<script>alert('note')</script> & \"quotes\"")

    page = room.client.get(room.page).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_list_sticks_a_note_into_the_chosen_box(room: Room) -> None:
    frame = room.frame()

    note = room.item(stuck(room, frame=frame, colour="cyan", text="one\r\ntwo"))

    assert note["parent"]["id"] == frame
    assert note["style"]["fillColor"] == "cyan"
    assert note["data"]["content"] == "<p>one</p><p>two</p>"
    assert note["createdBy"]["id"] == AMINA


def test_the_list_moves_and_recolours_without_touching_words(room: Room) -> None:
    frame, note = room.frame(), stuck(room)
    room.act("PATCH", f"/{note}", person=AMINA, html="<p>We are <strong>never</strong> rung</p>")
    form = {
        "person": TOM,
        "do": "save",
        "text": "We are never rung",
        "colour": "violet",
        "frame": frame,
    }

    answer = room.client.post(f"{room.page}/notes/{note}/form", data=form)

    found = room.item(note)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"?as={TOM}#note-{note}")
    assert found["data"]["content"] == "<p>We are <strong>never</strong> rung</p>"
    assert (found["parent"]["id"], found["style"]["fillColor"]) == (frame, "violet")


def test_saving_an_unchanged_note_is_no_edit(room: Room) -> None:
    note = stuck(room)

    form = {"person": TOM, "do": "save", "text": "Hello", "colour": "light_yellow", "frame": ""}
    room.client.post(f"{room.page}/notes/{note}/form", data=form)

    assert room.item(note)["modifiedBy"]["id"] == AMINA


def test_the_list_deletes_a_note(room: Room) -> None:
    note = stuck(room)

    room.client.post(f"{room.page}/notes/{note}/form", data={"person": TOM, "do": "delete"})

    assert note_ids(room) == []


@pytest.mark.parametrize("form", [{"colour": "mauve"}, {"person": "1"}, {"frame": "77"}])
def test_a_refusal_is_a_sentence_on_the_board(room: Room, form: dict[str, str]) -> None:
    data = {"person": AMINA, "text": "Hello"} | form

    answer = room.client.post(f"{room.page}/new-note", data=data)

    assert answer.status_code in (400, 404)
    assert "Nothing was changed: " in answer.text
    assert note_ids(room) == []


def test_notes_come_in_reading_order_with_colour_in_words(room: Room) -> None:
    frame = room.frame()
    for text, x, y in (("third", 300, 600), ("second", 600, 310), ("first", 300, 300)):
        room.act("POST", person=AMINA, text=text, colour="light_blue", frame=frame, x=x, y=y)

    page = room.client.get(room.page).text

    labels = re.findall(r'aria-label="Note of Amina Yusuf, light blue, 1 · Returns: (\w+)"', page)
    assert labels == ["first", "second", "third"]


def test_a_board_that_is_gone_leads_to_the_list(room: Room) -> None:
    answer = room.client.get("/_sandbox/miro/boards/nowhere")

    assert answer.status_code == 404
    assert "A board</a>" in answer.text


def test_the_list_of_boards_names_them(room: Room) -> None:
    answer = room.client.get("/", follow_redirects=True)

    assert answer.request.path == "/_sandbox/"
    assert "A board</a>" in answer.text


def test_the_version_changes_with_the_drawing_only(room: Room) -> None:
    version = f"{room.page}/version"
    before = room.client.get(version).json
    same = room.client.get(version).json

    stuck(room)

    assert before == same
    assert room.client.get(version).json != before

"""The page of words that may point to a person, and the same choices on a piece's page."""

from pathlib import Path

import pytest

from plugin.curate.pieces import write_wording
from plugin.store import notes as stored_notes
from tests import databases
from tests.unit.plugin.curate.meeting import a_piece, change_note, meet
from tests.world import World, make_world

TEXT = "Helen said to ring 07700 900123 at night."


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def noted(world: World) -> tuple[str, str]:
    """Hold a meeting with one note that names somebody; return the page's address and the note."""
    session = meet(world.services, world.community.id)
    change_note(world.services, f"phone-{session.id}", text=TEXT)
    return f"/p/{world.partnership.id}/desk/names", f"phone-{session.id}"


def test_each_finding_stands_in_its_sentence_with_its_three_buttons(world: World) -> None:
    page, _ = noted(world)

    shown = world.as_("helen").get(page).text

    assert "<mark>Helen</mark> said to ring 07700 900123 at night." in shown
    assert "Helen said to ring <mark>07700 900123</mark> at night." in shown
    assert 'value="[a colleague]"' in shown
    assert shown.index("Erase for good<span") > shown.index("Not a person<span")  # of the name
    number = shown[shown.index("<mark>07700") :]
    assert number.index("Erase for good") < number.index("Not a person")


def test_the_desk_counts_them_and_leads_to_the_page(world: World) -> None:
    page, note_id = noted(world)
    desk, helen = f"/c/{world.community.id}/desk", world.as_("helen")

    shown = helen.get(desk).text
    for start, choice in ((19, "erase"), (0, "no person")):
        helen.post(page, data={"note": note_id, "start": start, "choice": choice})

    assert "2 names or numbers may point to a person." in shown
    assert f'href="{page}"' in shown
    assert "may point to a person" not in helen.get(desk).text


def test_the_buttons_do_what_they_say(world: World) -> None:
    page, note_id = noted(world)
    helen = world.as_("helen")

    def press(start: int, choice: str, instead: str = "") -> str:
        form = {"note": note_id, "start": start, "choice": choice, "instead": instead}
        return helen.post(page, data=form, follow_redirects=True).text

    assert "“[a nurse]” stands there" in press(0, "use", "[a nurse]")
    assert "Erased." in press(19, "erase")
    with world.services.db.read() as tx:
        note = stored_notes.note(tx, note_id)
    assert note is not None
    assert note.text == "Helen said to ring [erased] at night."
    assert "No note has words that you have to decide about." in helen.get(page).text
    assert "helen</bdi>: <bdi>[a nurse]" in helen.get(page).text


def test_an_address_is_erased_in_what_was_written_beside_notes_too(world: World) -> None:
    page, note_id = noted(world)
    change_note(world.services, note_id, text="Write to ward.clerk@north.example about it.")
    helen, desk = world.as_("helen"), f"/c/{world.community.id}/desk"
    other = note_id.replace("phone", "trust")
    said = "ward.clerk@north.example knows it"
    helen.post(f"{desk}/sort", data={"do": "new", "note": [note_id], "because": said})
    helen.post(f"{desk}/memo/{other}", data={"words": said, "shared": "1"})
    helen.post(f"{desk}/themes", data={"name": "Letters", "definition": said, "press": "a"})
    before = databases.everything(world.services.db)

    form = {"note": note_id, "start": "9", "choice": "erase"}
    assert "Erased." in helen.post(page, data=form, follow_redirects=True).text

    assert before.count(b"clerk@north.example knows") >= 3
    assert b"clerk@north.example" not in databases.everything(world.services.db)


def test_what_cannot_be_is_said_and_keeps_what_was_typed(world: World) -> None:
    page, note_id = noted(world)
    form = {"note": note_id, "start": "0", "choice": "use", "instead": "Amina of the ward"}

    answer = world.as_("helen").post(page, data=form)

    assert answer.status_code == 400
    assert "may point to a person too" in answer.text
    assert 'value="Amina of the ward"' in answer.text


@pytest.mark.parametrize(("who", "status"), [("sam", 403), ("amina", 403), ("stranger", 404)])
def test_nobody_else_sees_it(world: World, who: str, status: int) -> None:
    page, note_id = noted(world)
    client = world.as_(who)
    form = {"note": note_id, "start": "0", "choice": "erase"}

    answers = [client.get(page), client.post(page, data=form)]

    assert {each.status_code for each in answers} == {status}
    assert "07700" not in "".join(each.text for each in answers)


def test_a_name_is_added_to_the_dictionary_and_forgotten(world: World) -> None:
    page, _ = noted(world)
    helen = world.as_("helen")
    helen.post(f"{page}/add", data={"name": "Carys", "instead": "[a neighbour]"})
    shown = helen.get(page).text
    decision = shown.split('name="decision" value="')[1].split('"')[0]

    helen.post(f"{page}/forget", data={"decision": decision})

    assert "carys</bdi>: <bdi>[a neighbour]" in shown
    assert "carys" not in helen.get(page).text


def test_a_piece_that_names_somebody_says_so_on_its_page_and_is_reworded_there(
    world: World,
) -> None:
    helen = world.actor("helen")
    piece = a_piece(world.services, helen, meet(world.services, world.community.id)).piece
    words = ("By phone", "Amina rings first.", "A story.")
    write_wording(world.services, helen, piece.id, *words)
    client, page = world.as_("helen"), f"/pieces/{piece.id}"
    refused = client.post(f"{page}/release", data={"rung": "US"})

    form = {"piece": piece.id, "field": "line", "start": "0", "after": "2", "back": "piece"}
    done = client.post(
        f"/p/{world.partnership.id}/desk/names",
        data={**form, "choice": "use", "instead": "[a member]"},
        follow_redirects=True,
    )

    assert refused.status_code == 403
    assert "A name stands in its line, and may point to a person." in refused.text
    assert "<mark>Amina</mark> rings first." in refused.text
    assert done.request.path == page
    assert "[a member] rings first." in done.text
    assert "Words that may point to a person" not in done.text

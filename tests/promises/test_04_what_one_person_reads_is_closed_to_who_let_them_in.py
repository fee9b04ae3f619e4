"""Promise 4: what only some people may read is read by nobody else through a link or an address."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from plugin.convene.corrections import correct_person
from plugin.convene.people import remove_person
from plugin.convene.second_people import confirm_person
from plugin.domain.people import OPERATOR, Role
from plugin.store import address_writers
from tests.promises.team import let_in, new_person
from tests.unit.plugin.curate.meeting import HELD, meet
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.unit.plugin.web.test_desk_sort import ids
from tests.world.phones import join, without_board

ABOUT_SAM = "Sam Okafor reads our notes aloud in the canteen."
OWN = "I would rather tell Connie alone."
LINE = "Mend with Amina before Christmas"
MEMO = "Ask the night shift before this is used."


@pytest.fixture
def made(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


def replace_address(made: TestHouse, whose: str) -> FlaskClient:
    """Let Sam give somebody an address of his own; return a browser that is signed in by it."""
    page = made.page_of(made.people[whose])
    form = {"name": "Connie Hale", "email": "sam+two@x.example"}
    assert made.as_("sam").post(page, data=form).status_code == 302
    return made.as_(whose)


def mail_complaint(made: TestHouse) -> None:
    phone = join(made, without_board(made))
    sent = {"words": ABOUT_SAM, "press": "p"}
    assert phone.client.post(f"{phone.mine}/complain", data=sent).status_code == 303


@pytest.mark.parametrize("way", [let_in, replace_address])
def test_nobody_reads_a_complaint_about_themselves_or_the_list_of_its_reader(
    made: TestHouse, way: object
) -> None:
    group = f"/c/{made.community.id}"
    own_list = {"do": "add", "verb": "mend", "words": LINE, "press": "q"}
    mail_complaint(made)
    made.as_("connie").post(f"{group}/between/mine", data=own_list)
    made.as_("connie").post(f"{group}/complaints", data={"words": OWN, "press": "own"})
    assert LINE in made.as_("connie").get(f"{group}/between/mine").text
    before = made.as_("connie").get(f"{group}/complaints").text
    assert ABOUT_SAM in before
    assert "complaints wait" in made.as_("connie").get(f"{group}/").text

    if way is let_in:
        by_sam = let_in(made, made.as_("sam"), "connie")
    else:
        by_sam = replace_address(made, "connie")

    page = by_sam.get(f"{group}/complaints").text
    assert ABOUT_SAM not in page
    assert OWN not in page
    assert "what only you may read stays closed" in page
    assert "complaints wait" not in by_sam.get(f"{group}/").text
    refused = by_sam.get(f"{group}/between/mine")
    assert (refused.status_code, LINE in refused.text) == (403, False)
    assert "stays closed" in refused.text
    assert by_sam.post(f"{group}/between/mine", data=own_list).status_code == 403
    if way is replace_address:
        here = (made.partnership.id, made.people["connie"].person_id)
        confirm_person(made.services, OPERATOR, *here)
        assert ABOUT_SAM in by_sam.get(f"{group}/complaints").text
        assert LINE in by_sam.get(f"{group}/between/mine").text


def test_an_address_that_a_reader_did_not_have_before_opens_nothing_either(
    made: TestHouse,
) -> None:
    mail_complaint(made)
    here = (made.services, OPERATOR, made.partnership.id, made.people["connie"].person_id)
    correct_person(*here, "Connie Hale", None)  # the administrator passes links on to her

    by_sam = replace_address(made, "connie")

    assert ABOUT_SAM not in by_sam.get(f"/c/{made.community.id}/complaints").text


def test_a_memo_is_closed_to_whoever_made_its_writers_link(made: TestHouse) -> None:
    made.people["kai"] = new_person(made, "Kai Mori", Role.FACILITATOR, Role.LEARNING_PARTNER)
    met = meet(made.services, made.community.id)
    page = f"/c/{made.community.id}/desk/memo/{ids(met, 'phone')[0]}"
    sort = f"/c/{made.community.id}/desk/sort?session={met.id}"
    assert made.as_("helen").post(page, data={"words": MEMO}).status_code == 303
    assert MEMO in made.as_("helen").get(page).text
    assert MEMO in made.as_("helen").get(sort).text

    helen_by_kai = let_in(made, made.as_("kai"), "helen")

    assert MEMO not in helen_by_kai.get(sort).text
    shown = helen_by_kai.get(page).text
    assert MEMO not in shown
    assert "what only you may read stays closed" in shown
    assert helen_by_kai.post(page, data={"words": "Mine now."}).status_code == 403
    assert MEMO in made.as_("helen").get(page).text


def test_held_notes_of_later_boards_are_closed_to_who_left_and_kept_an_address(
    made: TestHouse,
) -> None:
    replace_address(made, "connie")  # by Sam, to an address of his own
    sam = made.people["sam"]
    remove_person(made.services, OPERATOR, sam.person_id, sam.memberships)
    met = meet(made.services, made.community.id)  # its board names Connie and Helen
    pages = (f"/s/{met.id}", f"/notes/silence-{met.id}")
    found = []
    for _ in range(2):
        by_address = made.as_("connie")
        found.append(any(HELD in by_address.get(page).text for page in pages))
        with made.services.db.begin() as tx:  # Helen says under People that the address is hers
            address_writers.confirm(tx, made.partnership.id, made.people["connie"].person_id)

    assert found == [False, True]

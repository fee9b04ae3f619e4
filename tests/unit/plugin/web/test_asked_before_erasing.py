"""A button that erases words for good is pressed after its page said what goes."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugin.domain.sessions import Session
from tests.unit.plugin.curate.meeting import a_piece, change_note, meet
from tests.unit.plugin.web.house import TestHouse, make_house

OF = {
    "my list": "button[value=erase]",
    "what I noticed": "button[value^=forget]",
    "words that point to a person": "button[value=erase]",
    "a draft of a piece": "button[value=drop]",
    "a draft of a new piece": "button[value=drop]",
    "a collection": "button[value=remove]",
}


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


def page_with(house: TestHouse, met: Session, what: str) -> str:
    """Return a page with something on it to erase."""
    helen, group = house.as_("helen"), f"/c/{house.community.id}"
    desk, partnership = f"{group}/desk", f"/p/{house.partnership.id}"
    if what == "my list":
        helen.post(f"{group}/between/mine", data={"verb": "thank", "words": "Thank Jo"})
        return helen.get(f"{group}/between/mine").text
    if what == "what I noticed":
        seen = {"do": "noticed", "session": met.id, "noticed": "Two people left."}
        return helen.post(f"{desk}/read", data=seen, follow_redirects=True).text
    if what == "words that point to a person":
        change_note(house.services, f"phone-{met.id}", text="Ring 07700 900123 at night.")
        return helen.get(f"{partnership}/desk/names").text
    if what == "a collection":
        made = {"do": "save", "name": "To read again"}
        return helen.post(f"{partnership}/collections", data=made, follow_redirects=True).text
    words = {"title": "A title", "line": "A line", "narrative": "A story."}
    if what == "a draft of a new piece":
        new = {**words, "draft": "a-form", "note": f"phone-{met.id}", "kind": "doubt"}
        helen.post(f"{desk}/draft", data=new)
        found = re.search(r"new-piece\?draft=[0-9a-f]+", helen.get(desk).text)
        return helen.get(f"{desk}/{found[0] if found else ''}").text
    piece = a_piece(house.services, house.actor("helen"), met).piece.id
    helen.post(f"/pieces/{piece}/draft", data={**words, "after": "1"})
    return helen.get(f"/pieces/{piece}").text


@pytest.mark.parametrize("what", OF)
def test_what_goes_is_said_before_the_button_that_erases_it(house: TestHouse, what: str) -> None:
    page = LexborHTMLParser(page_with(house, meet(house.services, house.community.id), what))

    buttons = page.css(OF[what])
    assert buttons
    for button in buttons:
        around = [each for each in page.css("details:not([open])") if button in each.css("button")]
        assert around, "it is pressed at once"
        assert "back" in around[-1].text()  # that nothing brings it back


def test_enter_in_the_field_of_other_words_erases_nothing(house: TestHouse) -> None:
    met = meet(house.services, house.community.id)
    page = LexborHTMLParser(page_with(house, met, "words that point to a person"))

    first = [form.css_first("button") for form in page.css("form:has(button[value=erase])")]

    assert {button and button.attributes["value"] for button in first} == {"use"}

"""What a note is, in words: its box says it, unless its writer says otherwise."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugin import use_cases
from plugin.domain.note_kinds import NOTE_KINDS, chosen_kind
from plugin.domain.sessions import Session
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import Phone, join, notes_of, without_board

DOUBTS, STORIES, CLOSE = "Z5", "Z3", "ZC"
WORDS = "We sent it to the wrong ward."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Session:
    return without_board(house)


def chosen(page: str) -> list[str]:
    """Return what the form of a page says that a note is."""
    found = LexborHTMLParser(page).css("select[name=kind] option[selected]")
    return [each.attributes["value"] or "" for each in found]


def kinds(house: TestHouse, session: Session) -> list[str]:
    return [each.kind for each in notes_of(house, session)]


def change(phone: Phone, note_id: str, words: str, kind: str) -> int:
    form = {"note": words, "kind": kind}
    return phone.client.post(f"{phone.mine}/notes/{note_id}/change", data=form).status_code


def test_a_writer_says_what_a_note_is_and_its_box_otherwise(
    house: TestHouse, session: Session
) -> None:
    phone = join(house, session)
    offered = chosen(phone.open(f"/boxes/{DOUBTS}").text)

    phone.send({**phone.form(WORDS, DOUBTS), "kind": "mistake"}, DOUBTS)
    phone.write("No kind is sent by this one", DOUBTS)

    assert offered == ["doubt"]
    assert sorted(kinds(house, session)) == ["doubt", "mistake"]


def test_who_did_not_choose_at_writing_chooses_later_and_the_words_stay(
    house: TestHouse, session: Session
) -> None:
    phone = join(house, session)
    phone.write(WORDS, DOUBTS)
    (before,) = notes_of(house, session)
    offered = chosen(phone.open(f"/notes/{before.id}").text)

    assert change(phone, before.id, WORDS, "near miss") == 303

    (after,) = notes_of(house, session)
    assert offered == ["doubt"]
    assert (after.kind, after.text) == ("near miss", WORDS)
    assert (after.seen_at, after.author_hash) == (before.seen_at, before.author_hash)
    assert chosen(phone.open(f"/notes/{before.id}").text) == ["near miss"]


def test_one_that_nobody_else_sees_yet_is_said_to_be_something_else_too(
    house: TestHouse, session: Session
) -> None:
    phones = [join(house, session) for _ in range(3)]
    house.as_("sam").post(f"/s/{session.id}/quiet/{DOUBTS}", data={"do": "begin"})
    phones[0].write(WORDS, DOUBTS)
    page = LexborHTMLParser(phones[0].open("/notes").text)
    links = [each.attributes["href"] or "" for each in page.css(".mine a")]
    note_id = links[0].partition("/notes/")[2].partition("?")[0]

    assert change(phones[0], note_id, WORDS, "mistake") == 303

    assert chosen(phones[0].open(f"/notes/{note_id}").text) == ["mistake"]


def test_what_a_writer_chose_can_be_looked_for(house: TestHouse, session: Session) -> None:
    phone = join(house, session)
    phone.send({**phone.form(WORDS, DOUBTS), "kind": "near miss"}, DOUBTS)

    page = house.as_("sam").get(f"/p/{house.partnership.id}/memory").text

    assert '<option value="near miss">Near miss</option>' in page


@pytest.mark.parametrize(("kind", "is_counted"), [("mistake", False), ("pattern", True)])
def test_mistakes_and_doubts_are_found_and_not_counted(
    house: TestHouse, session: Session, kind: str, is_counted: bool
) -> None:
    phone = join(house, session)
    phone.send({**phone.form(WORDS, DOUBTS), "kind": kind}, DOUBTS)
    asked = {"kind": kind, "group": house.community.id}

    page = house.as_("sam").get(f"/p/{house.partnership.id}/memory", query_string=asked).text

    assert ("which nobody counts" in page) is not is_counted
    assert is_counted or re.search(r"and (\d+|one|no) notes?\b", page) is None


def test_nobody_chooses_after_close(house: TestHouse, session: Session) -> None:
    phone = join(house, session)
    phone.write(WORDS, DOUBTS)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    (note,) = notes_of(house, session)

    assert change(phone, note.id, WORDS, "mistake") == 400

    assert (kinds(house, session), chosen(phone.open(f"/notes/{note.id}").text)) == (["doubt"], [])


def test_a_story_and_a_box_that_is_followed_up_offer_no_choice(
    house: TestHouse, session: Session
) -> None:
    phone = join(house, session)

    phone.send({**phone.form(WORDS, CLOSE), "kind": "doubt"}, CLOSE)

    assert "mistake" not in kinds(house, session)
    assert chosen(phone.open(f"/boxes/{STORIES}").text) == []
    assert chosen(phone.open(f"/boxes/{CLOSE}").text) == []


@pytest.mark.parametrize(
    ("given", "of_box", "found"),
    [
        ("mistake", "doubt", "mistake"),
        ("", "doubt", "doubt"),
        ("commitment", "doubt", "doubt"),  # what is followed up comes from its own boxes
        ("mistake", "commitment", "commitment"),
        ("<b>", "doubt", "doubt"),
    ],
)
def test_only_kinds_of_the_form_are_taken(given: str, of_box: str, found: str) -> None:
    assert chosen_kind(given, of_box) == found


def test_kinds_that_are_followed_up_cannot_be_chosen() -> None:
    assert not {"commitment", "ask", "rule"} & NOTE_KINDS.keys()

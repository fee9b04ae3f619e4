"""People who take part read Welsh if they want, and their choice is kept in the address alone."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugin.domain.labels import Label, first_line
from plugin.domain.people import readers_in_words
from plugin.domain.sessions import Session
from plugin.languages import Language, lazy_gettext
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import HELD, KEPT, agree, join, notes_of, without_board

WELSH = {"Accept-Language": "cy,en-GB;q=0.8,en;q=0.7"}
WORDS = "Nid wyf yn gwybod pwy sy’n penderfynu ar nos Wener."
_TAGS_AND_VALUES = re.compile(r"<[^>]+>|%\(\w+\)s")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Session:
    return without_board(house)


def test_a_browser_decides_until_somebody_chooses(house: TestHouse, session: Session) -> None:
    phone = join(house, session)

    def language(path: str, **headers: str) -> str:
        page = phone.client.get(f"{phone.mine}{path}", headers=headers)
        return LexborHTMLParser(page.text).css_first("html").attributes["lang"] or ""

    assert language("/boxes") == "en-GB"
    assert language("/boxes", **WELSH) == "cy"
    assert language("/boxes", **{"Accept-Language": "en-GB,cy;q=0.5"}) == "en-GB"
    assert language("/boxes?lang=en", **WELSH) == "en-GB"
    assert language("/boxes?lang=cy") == "cy"
    assert language("/boxes?lang=fr", **WELSH) == "cy"


def test_a_choice_goes_on_with_every_link_form_and_kept_address(
    house: TestHouse, session: Session
) -> None:
    phone = join(house, session)
    for path in ("/boxes", f"/boxes/{KEPT}", "/notes", "/pulse", "/complain"):
        page = LexborHTMLParser(phone.open(f"{path}?lang=cy").text)
        other = page.css_first(".phone-top a[hreflang]")
        links = [each.attributes["href"] or "" for each in page.css("a[href]")]
        links += [each.attributes["action"] or "" for each in page.css("form[action]")]
        kept = [each for each in links if "/me/" in each and each != other.attributes["href"]]
        assert other.text() == "English"
        assert other.attributes["href"] == f"{phone.mine}{path}?lang=en"
        assert kept
        assert [each for each in kept if not each.endswith("lang=cy")] == []


def test_what_only_takes_a_form_offers_the_page_that_it_was_on(
    house: TestHouse, session: Session
) -> None:
    phone = join(house, session)
    phone.write(WORDS)
    (note,) = notes_of(house, session)

    page = phone.press(note, "change", " ")

    other = LexborHTMLParser(page.text).css_first(".phone-top a[hreflang]")
    assert page.status_code == 400
    assert other.text() == "Cymraeg"
    assert phone.client.get(other.attributes["href"] or "").status_code == 200


def test_no_language_is_stored_and_members_pages_stay_as_they_are(
    house: TestHouse, session: Session
) -> None:
    client = house.as_("sam")
    page = client.get(f"/s/{session.id}?lang=cy", headers=WELSH).text

    assert '<html lang="en-GB">' in page
    assert "lang=cy" not in page


def test_labels_days_and_lists_are_said_in_welsh() -> None:
    line = first_line(Label.H, date(2027, 1, 6))
    two, vowel = readers_in_words(["Sam", "Helen"]), readers_in_words(["Sam", "Amina"])

    assert line == "◔ Held until 6 January"
    assert line.in_language(Language.WELSH) == "◔ Cadw tan 6 Ionawr"
    assert first_line(Label.M).in_language(Language.WELSH) == "● Cadw yn y grŵp"
    assert two.in_language(Language.WELSH) == "Sam a Helen"
    assert vowel.in_language(Language.WELSH) == "Sam ac Amina"
    assert lazy_gettext("My notes").in_language(Language.WELSH) == "Fy nodiadau"


ENGLISH_ALONE = re.compile(r"Nothing was|Go back|Open the page|This form|There is|This address")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/no-such-page", 404),
        ("GET", "/send-link", 405),
        ("GET", "/boxes/Z99", 404),
        ("POST", "/boxes/ZX", 400),
        ("POST", "/check/no-such-question", 404),
        ("POST", f"/boxes/{KEPT}", 413),
    ],
)
def test_an_address_that_leads_nowhere_says_so_in_welsh_and_lightly(
    house: TestHouse, session: Session, method: str, path: str, status: int
) -> None:
    phone = join(house, session)
    form = {"note": "x" * (1_100_000 if status == 413 else 10), "kind": "yes"}

    sent = form if method == "POST" else None
    answer = phone.client.open(
        f"{phone.mine}{path}?lang=cy", method=method, data=sent, follow_redirects=True
    )

    assert answer.status_code == status
    assert LexborHTMLParser(answer.text).css_first("html").attributes["lang"] == "cy"
    assert not ENGLISH_ALONE.search(answer.text)
    assert "base.css" not in answer.text


def test_a_form_from_elsewhere_is_refused_in_welsh(house: TestHouse, session: Session) -> None:
    phone = join(house, session)

    answer = phone.client.post(
        f"{phone.mine}/boxes/{KEPT}", headers={"Sec-Fetch-Site": "cross-site", **WELSH}
    )

    assert answer.status_code == 403
    assert answer.text.startswith("Anfonwyd y ffurflen hon o rywle arall")


def test_words_of_a_held_note_are_refused_in_welsh_where_one_asks_to_talk(
    house: TestHouse,
) -> None:
    agree(house)
    phone = join(house, session := without_board(house))
    phone.write(WORDS, HELD)
    phone.write("Rhywbeth arall.", KEPT)
    other = next(each for each in notes_of(house, session) if each.text != WORDS)

    asked = f"{phone.mine}/notes/{other.id}/talk-first?lang=cy"
    answer = phone.client.post(asked, data={"where": WORDS})

    assert answer.status_code == 400
    assert "Mae geiriau o nodyn a gedwir dros dro" in answer.text
    assert "Nothing was stored" not in answer.text

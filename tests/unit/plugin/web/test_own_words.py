"""Seven words that open one's own notes, for whoever cannot keep an address."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from plugin import use_cases
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.govern.retention import tidy
from plugin.store import tables as t
from plugin.web.guesses import MOST
from tests import databases
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.jobs import new_session
from tests.world.phones import HELD, Phone, agree, join, make_code, notes_of, without_board

WORDS = "canary: nobody decides on a Friday after four"
OF_NOBODY = "otter lane brick heron quilt moss tango"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Session:
    agree(house)
    return without_board(house)


@pytest.fixture
def phone(house: TestHouse, session: Session) -> Phone:
    found = join(house, session)
    found.write(WORDS)
    return found


def words_of(phone: Phone) -> str:
    """Press the button, and return the seven words that the page shows then."""
    page = phone.client.post(f"{phone.mine}/words", follow_redirects=True)
    found = LexborHTMLParser(page.text).css_first("#keep .voice")
    assert found is not None, page.text
    return found.text()


def typed(house: TestHouse, words: str, client: FlaskClient | None = None) -> TestResponse:
    return (client or house.as_(None)).post("/j/words", data={"words": words})


def rows(house: TestHouse) -> int:
    with house.services.db.read() as tx:
        return len(tx.execute(sa.select(t.passphrase)).all())


def test_seven_words_open_ones_notes_on_another_phone(house: TestHouse, phone: Phone) -> None:
    answer = typed(house, words_of(phone))

    assert answer.headers["Location"] == phone.mine
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_they_are_found_however_somebody_writes_them(house: TestHouse, phone: Phone) -> None:
    words = words_of(phone)

    for spelled in (words.upper(), f"  {words.replace(' ', ',  ')} ", words.replace(" ", "\n")):
        assert typed(house, spelled).status_code == 303


def test_they_open_after_close_in_which_codes_end(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    words = words_of(phone)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)

    answer = house.as_(None).post("/j/words", data={"words": words}, follow_redirects=True)

    assert WORDS in answer.text
    assert "Where it went, take back" in answer.text


def test_whoever_kept_the_address_asks_for_them_after_close_too(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)

    assert typed(house, words_of(phone)).headers["Location"] == phone.mine


def test_pressing_twice_gives_the_same_words(house: TestHouse, phone: Phone) -> None:
    assert words_of(phone) == words_of(phone)
    assert rows(house) == 1


def test_two_people_have_other_words_and_open_their_own(house: TestHouse, session: Session) -> None:
    one, other = join(house, session), join(house, session)

    assert typed(house, words_of(one)).headers["Location"] == one.mine
    assert typed(house, words_of(other)).headers["Location"] == other.mine


def test_nothing_is_kept_for_whoever_does_not_ask(house: TestHouse, phone: Phone) -> None:
    assert "Give me seven words" in phone.open("/notes").text
    assert rows(house) == 0


def test_neither_words_nor_token_nor_note_are_stored_with_them(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    words = words_of(phone)
    stored = databases.everything(house.services.db)
    (note,) = notes_of(house, session)
    with house.services.db.read() as tx:
        row = tx.execute(sa.select(t.passphrase)).one()

    assert words.encode() not in stored
    assert phone.mine.rpartition("/")[2].encode() not in stored
    assert not {note.id, note.own_hash, note.author_hash} & set(row)


@pytest.mark.parametrize("wrong", [OF_NOBODY, "otter lane brick", "otter lanes " * 3 + "x"])
def test_words_of_nobody_open_nothing_and_stay_in_the_field(house: TestHouse, wrong: str) -> None:
    answer = typed(house, wrong)

    assert answer.status_code in (400, 404)
    assert "Nothing was changed." in answer.text
    assert f'value="{wrong}"' in answer.text


def test_one_word_in_another_place_opens_nothing(house: TestHouse, phone: Phone) -> None:
    words = words_of(phone).split()

    assert typed(house, " ".join([words[1], words[0], *words[2:]])).status_code == 404


def test_a_mistyped_word_is_named(house: TestHouse) -> None:
    assert "“oter” is none of the words" in typed(house, OF_NOBODY.replace("otter", "oter")).text


def test_words_are_not_tried_without_end(house: TestHouse) -> None:
    client = house.as_(None)
    tried = [typed(house, OF_NOBODY, client).status_code for _ in range(MOST + 1)]

    assert set(tried[:-1]) == {404}
    assert tried[-1] == 503


def test_words_typed_in_place_of_a_code_come_into_no_address(house: TestHouse) -> None:
    page = house.as_(None).get("/j").text
    assert '<form method="post" action="/j"' in page  # no address holds what is typed
    assert '<form method="post" action="/j?lang=cy"' in house.as_(None).get("/j?lang=cy").text
    answer = house.as_(None).post("/j", data={"code": OF_NOBODY})
    by_address = house.as_(None).get("/j", query_string={"code": OF_NOBODY})

    assert "Location" not in answer.headers
    assert by_address.headers["Location"] == "/j/words?instead=code"


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("en", "you typed more. If you have seven words that open your notes, type them here."),
        ("cy", "Os oes gennych saith gair sy’n agor eich nodiadau, teipiwch nhw yma."),
    ],
)
def test_more_words_than_a_code_has_lead_to_ones_notes_with_a_reason(
    house: TestHouse, language: str, why: str
) -> None:
    typed_words, lang = "otter lane brick heron", {"lang": language}

    by_form = house.as_(None).post("/j", query_string=lang, data={"code": typed_words})
    by_address = house.as_(None).get(
        "/j", query_string={"code": typed_words, **lang}, follow_redirects=True
    )

    assert why in by_form.text
    assert f'value="{typed_words}"' in by_form.text  # in the field where they belong
    assert why in by_address.text
    assert why not in house.as_(None).get("/j/words", query_string=lang).text


def test_words_of_a_link_whose_notes_are_gone_open_nothing_and_are_forgotten(
    house: TestHouse, session: Session
) -> None:
    phone = join(house, session)
    phone.write(WORDS, HELD)
    words = words_of(phone)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    with house.services.db.begin() as tx:
        tx.execute(sa.update(t.note).values(own_hash=None))

    assert typed(house, words).status_code == 404
    tidy(house.services, OPERATOR)
    assert rows(house) == 0


def test_they_stay_as_long_as_anything_of_theirs_is_here(
    house: TestHouse, session: Session, phone: Phone
) -> None:
    words = words_of(phone)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    house.clock.pass_days(400)
    tidy(house.services, OPERATOR)

    assert typed(house, words).status_code == 303


def test_a_session_that_is_called_off_takes_them_along(house: TestHouse) -> None:
    sam = house.actor("sam")
    planned = new_session(house.runtime, sam, house.community.id, "T3", date(2026, 12, 16))[0]
    phone = Phone(house.as_(None), "")
    made = phone.client.post(f"/j/{make_code(house, planned)}")
    words_of(Phone(phone.client, made.headers["Location"]))
    assert rows(house) == 1

    house.as_("sam").post(f"/s/{planned.id}/call-off", data={"board": "keep"})

    assert rows(house) == 0


def test_they_are_given_and_typed_in_welsh(house: TestHouse, phone: Phone) -> None:
    page = phone.client.post(f"{phone.mine}/words?lang=cy", follow_redirects=True).text
    there = house.as_(None).get("/j/words?lang=cy").text
    refused = house.as_(None).post("/j/words?lang=cy", data={"words": OF_NOBODY}).text

    assert "/j/words, ar unrhyw" in page  # as short as somebody has to write it down
    for english in ("seven words", "Open my notes", "These words open", "Give me"):
        assert english not in page + there + refused

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin.convene.communities import add_person
from plugin.domain.people import OPERATOR, Role
from tests.unit.plugin.web.by_token import addresses, program
from tests.unit.plugin.web.everything import (
    DRAFT,
    NOTE_WORDS,
    UNCHECKED,
    Everything,
    ask,
    contents,
    everything,
    requests,
    words_in,
)
from tests.unit.plugin.web.house import PEOPLE, make_house

EVERY_ROLE = tuple(Role)
# The way back from Miro or Notion is open only to a browser that was sent there.
ONLY_ON_THE_WAY_BACK = "connections.returned"


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Everything]:
    made = make_house(tmp_path)
    yield everything(made)
    made.services.db.close()


def give_every_role_elsewhere(whole: Everything) -> None:
    made = whole.made
    for role in EVERY_ROLE:
        person = ("Otto Lang", "stranger@elsewhere.example")
        add_person(made.services, OPERATOR, made.elsewhere.id, None, *person, role)


def test_stranger_with_every_role_elsewhere_finds_nothing_on_any_route(whole: Everything) -> None:
    give_every_role_elsewhere(whole)
    client, before = whole.made.as_("stranger"), contents(whole.made)
    ours = (*NOTE_WORDS, UNCHECKED, DRAFT, "Going home", "Tyne Crossing")
    ours = (*ours, *(name for name, _ in PEOPLE.values()))

    for endpoint, method, path in requests(whole):
        answer = ask(client, method, path)
        assert answer.status_code == 404, (endpoint, method)
        assert [words for words in ours if words in words_in(answer)] == [], (endpoint, method)

    assert contents(whole.made) == before


def test_program_of_a_stranger_finds_nothing_in_the_api(whole: Everything) -> None:
    give_every_role_elsewhere(whole)
    theirs, before = program(whole.made, "stranger"), contents(whole.made)
    ours = (*NOTE_WORDS, UNCHECKED, DRAFT, "Going home", "Tyne Crossing")

    for method, path in addresses(whole):
        answer = theirs.ask(method, path)
        assert answer.status_code == 404, (method, path)
        assert [words for words in ours if words in answer.text] == [], (method, path)

    assert "Another partnership" in theirs.get("/me").text
    assert "Tyne Crossing" not in theirs.get("/me").text
    after = contents(whole.made)
    before["api_token"], after["api_token"] = [], []  # that it was used today is written down
    assert after == before


def test_stranger_sees_only_their_own_partnership_at_home(whole: Everything) -> None:
    page = whole.made.as_("stranger").get("/").text

    assert "Another partnership" in page
    assert "Tyne Crossing" not in page
    assert "Going home" not in page


def test_nobody_signed_in_is_sent_to_sign_in_from_every_route(whole: Everything) -> None:
    client, before = whole.made.as_(None), contents(whole.made)

    for endpoint, method, path in requests(whole):
        answer = ask(client, method, path)
        where = answer.headers.get("Location", answer.request.path)
        assert where.startswith("/sign-in"), (endpoint, method)

    assert contents(whole.made) == before


def test_own_people_reach_every_page_so_that_this_test_can_fail(whole: Everything) -> None:
    made = whole.made
    for role in EVERY_ROLE:
        person = ("Sam Okafor", "sam@northside.example")
        add_person(made.services, OPERATOR, made.partnership.id, None, *person, role)
    client = made.as_("sam")

    reached = {
        endpoint: ask(client, method, path).status_code
        for endpoint, method, path in requests(whole)
        if method == "GET" and endpoint != ONLY_ON_THE_WAY_BACK
    }

    assert {each: status for each, status in reached.items() if status != 200} == {}

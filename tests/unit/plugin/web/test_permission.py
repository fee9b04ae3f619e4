"""A sponsor's permission by a link: drafted, changed, agreed with one press, read by members."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from plugin.convene.communities import change_community, community_of
from plugin.convene.people import remove_person
from plugin.domain.people import OPERATOR
from plugin.domain.permissions import LINK_LASTS
from plugin.logs.redaction import redacted
from tests.unit.plugin.web.house import TestHouse, make_house

DRAFT = {
    "note": "Two hours a month. Nothing said here is used in an appraisal.",
    "sponsor": "Director of Integrated Care",
    "receives": "Checked pieces, twice a year.",
    "never_asks": "Names, or who said what.",
    "review_on": "2027-03-31",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


def asked(house: TestHouse, **typed: str) -> str:
    """Return the path of the link that Sam makes."""
    page = house.as_("sam").post(f"/c/{house.community.id}/permission", data=DRAFT | typed).text
    found = re.search(r'value="http://127\.0\.0\.1:8420(/permission/[\w-]+)"', page)
    assert found is not None
    return found[1]


def give(house: TestHouse, path: str, **typed: str) -> TestResponse:
    return house.as_(None).post(path, data=DRAFT | typed)


def group_page(house: TestHouse, who: str = "amina") -> str:
    return house.as_(who).get(f"/c/{house.community.id}/").text


def test_the_sponsor_changes_the_words_and_agrees_without_an_account(house: TestHouse) -> None:
    path = asked(house)

    opened = house.as_(None).get(path)
    given = give(house, path, note="Three hours a month.")

    assert DRAFT["note"] in opened.text
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert "Thank you" in given.text
    page = group_page(house)
    assert "Three hours a month." in page
    assert DRAFT["never_asks"] in page
    assert "by a link that <bdi>Sam Okafor</bdi> passed on" in page
    community = community_of(house.services, house.community.id)
    assert (community.permission_note, community.sponsor) == (
        "Three hours a month.",
        DRAFT["sponsor"],
    )


def test_opening_the_link_does_nothing(house: TestHouse) -> None:
    before, path = community_of(house.services, house.community.id), asked(house)

    for _ in range(3):
        assert house.as_(None).get(path).status_code == 200

    assert community_of(house.services, house.community.id) == before
    assert "the sponsor has not confirmed this online" in group_page(house)


def test_a_link_works_once(house: TestHouse) -> None:
    path = asked(house)
    give(house, path)

    assert give(house, path, note="Something else").status_code == 404
    assert house.as_(None).get(path).status_code == 404
    assert "Something else" not in group_page(house)


def test_a_link_ends_by_its_day_a_newer_one_or_a_button(house: TestHouse) -> None:
    first, second = asked(house), asked(house)
    assert house.as_(None).get(first).status_code == 404

    house.as_("sam").post(f"/c/{house.community.id}/permission/stop")
    assert house.as_(None).get(second).status_code == 404

    third = asked(house, review_on="2028-03-31")
    house.clock.pass_days(LINK_LASTS.days + 1)
    assert give(house, third, review_on="2028-03-31").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"note": " "}, "The permission has no words yet."),
        ({"sponsor": ""}, "does not say who gives it"),
        ({"review_on": ""}, "must be a later day than today"),
        ({"review_on": "2026-11-18"}, "must be a later day than today"),
        ({"review_on": "next year"}, "That day cannot be read."),
        ({"receives": "x" * 1001}, "may have 1,000 characters; yours has 1,001"),
    ],
)
def test_what_cannot_be_agreed_is_said_and_stays_typed(
    house: TestHouse, typed: dict[str, str], sentence: str
) -> None:
    path = asked(house)

    answer = give(house, path, **typed)

    assert answer.status_code == 400
    assert sentence in answer.text
    assert DRAFT["never_asks"] in answer.text
    assert house.as_(None).get(path).status_code == 200, "the link still works"


def test_words_that_a_host_changed_since_are_not_the_sponsors(house: TestHouse) -> None:
    give(house, asked(house))
    sam, known = house.actor("sam"), community_of(house.services, house.community.id)
    changed = type(known)(
        **{name: getattr(known, name) for name in known.__slots__}
        | {"permission_note": "Ten hours a month."}
    )
    change_community(house.services, sam, changed)

    page = group_page(house)

    assert "passed on" not in page
    assert "the sponsor has not confirmed this online" in page


def test_when_the_day_has_come_the_page_says_so(house: TestHouse) -> None:
    give(house, asked(house))
    house.clock.pass_days(140)

    assert "due since 31 March 2027" in group_page(house)


def test_only_who_looks_after_the_group_asks(house: TestHouse) -> None:
    path = f"/c/{house.community.id}/permission"

    for who, status in (("amina", 403), ("helen", 403), ("stranger", 404)):
        assert house.as_(who).get(path).status_code == status
        assert house.as_(who).post(path, data=DRAFT).status_code == status
        assert house.as_(who).post(f"{path}/stop").status_code == status


def test_a_guessed_link_opens_nothing_and_no_log_names_one(house: TestHouse) -> None:
    assert house.as_(None).get("/permission/" + "a" * 43).status_code == 404
    assert "a" * 43 not in redacted("GET /permission/" + "a" * 43)


def test_guessing_shuts_no_sponsor_out_and_no_answer_passes_the_link_on(house: TestHouse) -> None:
    path, anybody = asked(house), house.as_(None)
    guessed = [anybody.get(f"/permission/guess-{n}") for n in range(61)]
    assert (guessed[0].status_code, guessed[-1].status_code) == (404, 503)

    opened = [anybody.get(path) for _ in range(61)]

    assert {each.status_code for each in opened} == {200}
    given = give(house, path)
    assert given.status_code == 200
    told = {each.headers["Referrer-Policy"] for each in (*guessed, *opened, given)}
    assert told == {"no-referrer"}


def test_a_link_ends_when_its_maker_looks_after_the_group_no_more(house: TestHouse) -> None:
    path, sam = asked(house), house.actor("sam")
    remove_person(house.services, OPERATOR, sam.person_id, sam.memberships)

    assert house.as_(None).get(path).status_code == 404
    assert give(house, path).status_code == 404
    assert community_of(house.services, house.community.id).permission_note != DRAFT["note"]

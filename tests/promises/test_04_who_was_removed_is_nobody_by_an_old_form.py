"""4: a form that is sent again makes nobody out of whoever was removed since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugin.domain.people import Actor
from plugin.store import people as stored_people
from tests.promises.team import make_team
from tests.unit.plugin.web.house import TestHouse

FORM = {"name": "Nora Bly", "email": "", "role": "facilitator", "press": "p1"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_team(tmp_path)
    yield made
    made.services.db.close()


def add(house: TestHouse) -> Actor:
    sent = house.as_("connie").post(f"/c/{house.community.id}/people", data=FORM)
    assert sent.status_code == 302
    with house.services.db.read() as tx:
        people = stored_people.people_of(tx, house.partnership.id)
    return next(each for each, _ in people if each.name == "Nora Bly")


def test_the_same_form_twice_is_one_person(house: TestHouse) -> None:
    assert add(house).person_id == add(house).person_id


def test_the_form_after_the_person_was_removed_is_another(house: TestHouse) -> None:
    first = add(house)
    page = house.page_of(first)
    assert house.as_("connie").post(f"{page}/remove", data={"sure": "yes"}).status_code == 302
    house.clock.pass_days(2)

    assert add(house).person_id != first.person_id


def test_that_form_twice_is_one_person_again(house: TestHouse) -> None:
    page = house.page_of(add(house))
    assert house.as_("connie").post(f"{page}/remove", data={"sure": "yes"}).status_code == 302

    again, once_more = add(house), add(house)

    assert again.person_id == once_more.person_id
    with house.services.db.read() as tx:
        people = stored_people.people_of(tx, house.partnership.id)
    assert [each.name for each, _ in people].count("Nora Bly") == 1

"""A partnership gets the same answers whether or not another one knows its people's addresses."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from plugin.convene.communities import add_person
from plugin.convene.people import people_of
from plugin.convene.sign_in import make_link
from plugin.curate.own_yes import record_own_yes
from plugin.domain.people import OPERATOR, Actor, Role
from plugin.store import moved_people, tables
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.web.house import TestHouse, make_house

LINK = re.compile(r"/sign-in/[\w-]{20,}")
_CHANGING = re.compile(
    r"/people/[\w-]+(?=[\"/])|/sign-in/[\w-]{20,}|name=\"press\" value=\"[^\"]*\"|\bid\d+\b"
)
TOM, NEW, TAKEN = "tom@x.example", "tom.new@x.example", "tom.taken@x.example"


def house_in(folder: Path) -> TestHouse:
    folder.mkdir()
    return make_house(folder)


def know_elsewhere(house: TestHouse, *addresses: str) -> None:
    for address in addresses:
        here = (house.elsewhere.id, None)
        add_person(house.services, OPERATOR, *here, "Of elsewhere", address, Role.CONVENOR)


def people(house: TestHouse) -> list[Actor]:
    view = people_of(house.services, OPERATOR, house.partnership.id)
    return [each.person for each in view.people]


def tom_of(house: TestHouse) -> Actor:
    return next(each for each in people(house) if each.name.startswith("Tom"))


def link_by(house: TestHouse, maker: FlaskClient, whose: str) -> str:
    found = LINK.search(maker.post(f"{house.page_of(house.people[whose])}/link").text)
    assert found
    return found[0]


def without_ids(page: str) -> str:
    return _CHANGING.sub("…", page)


def answers(house: TestHouse) -> list[str]:
    """Do everything to a person that a host can, and return what the host is told."""
    sam, told = house.as_("sam"), []

    def do(address: str, **data: str) -> None:
        for answer in (sam.post(address, data=data), sam.get(f"/c/{house.community.id}/")):
            told.append(f"{answer.status_code} {without_ids(answer.text)}")

    new = {"name": "Tom", "email": TOM, "role": "participant", "press": "one"}
    do(f"/c/{house.community.id}/people", **new)
    page = house.page_of(tom_of(house))
    told.append(without_ids(sam.get(page).text))
    do(f"{page}/link")
    for address in (TOM.title(), NEW, TAKEN, "sam@northside.example", "", TOM):
        do(page, name=f"Tom of {address}", email=address)
        told.append(without_ids(sam.get(page).text))
    role = {"community": house.community.id, "was": "participant", "role": "facilitator"}
    do(f"{page}/role", **role)
    do(f"{page}/remove", sure="yes")
    do(page, name="Tom", email=NEW)
    do(f"/c/{house.community.id}/people", **new)
    assert house.page_of(tom_of(house)) != page
    return told


def test_a_host_is_told_the_same_wherever_an_address_is_known(tmp_path: Path) -> None:
    alone, known = house_in(tmp_path / "alone"), house_in(tmp_path / "known")
    know_elsewhere(known, TOM, TAKEN)

    assert answers(known) == answers(alone)

    left = people_of(known.services, OPERATOR, known.elsewhere.id).people
    told = {(each.person.name, each.email) for each in left}
    assert {("Of elsewhere", TOM), ("Of elsewhere", TAKEN)} <= told


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_house(tmp_path)


def sign_in(house: TestHouse, link: str) -> FlaskClient:
    browser = house.as_(None)
    assert browser.post(link).status_code == 302
    return browser


def test_a_copied_link_lets_into_no_other_partnership(house: TestHouse) -> None:
    here = (house.partnership.id, house.community.id)
    tom = add_person(house.services, OPERATOR, *here, "Tom", TOM, Role.PARTICIPANT)
    know_elsewhere(house, TOM)

    found = LINK.search(house.as_("sam").post(f"{house.page_of(tom)}/link").text)
    assert found
    copied = sign_in(house, found[0])
    own = sign_in(house, f"/sign-in/{make_link(house.services, TOM)}")

    assert "Welcome, Tom" in copied.get("/").text
    assert house.elsewhere.name not in copied.get("/").text
    assert copied.get(f"/p/{house.elsewhere.id}/").status_code == 404
    assert own.get(f"/p/{house.elsewhere.id}/").status_code == 200


def test_a_link_made_for_somebody_ends_none_of_another_partnership(house: TestHouse) -> None:
    here = (house.partnership.id, house.community.id)
    tom = add_person(house.services, OPERATOR, *here, "Tom", TOM, Role.PARTICIPANT)
    know_elsewhere(house, TOM)
    waiting = make_link(house.services, TOM)

    house.as_("sam").post(f"{house.page_of(tom)}/link")

    assert house.as_(None).post(f"/sign-in/{waiting}").status_code == 302


def test_a_new_address_takes_along_what_is_ours_and_leaves_what_is_theirs(
    house: TestHouse,
) -> None:
    here = (house.partnership.id, house.community.id)
    for role in (Role.FACILITATOR, Role.LEARNING_PARTNER):
        ruth = add_person(house.services, OPERATOR, *here, "Ruth", TOM, role)
    know_elsewhere(house, TOM)
    met = meet(house.services, house.community.id)
    house.people["ruth"] = ruth
    piece = a_piece(house.services, house.actor("ruth"), met, "phone")
    record_own_yes(house.services, house.actor("sam"), piece.piece.id)
    own = sign_in(house, f"/sign-in/{make_link(house.services, TOM)}")
    link_by(house, house.as_("ruth"), "connie")
    before, page = pointing_at(house, ruth.person_id), house.page_of(ruth)

    house.as_("ruth").post(page, data={"name": "Ruth", "email": NEW})

    (moved,) = (each for each in people(house) if each.name == "Ruth")
    left = pointing_at(house, ruth.person_id)
    assert before - left <= pointing_at(house, moved.person_id)
    assert {"wording", "held_reader", "passed_on_link"} <= {table for table, _ in before - left}
    # That she is another row here now is in the log of what went, which no page shows.
    of_theirs = {"membership", "known_as", "sign_in", "sign_in_link"}
    assert {table for table, _ in left} == {*of_theirs, "erasure_log"}
    assert house.page_of(moved) == page
    assert own.get(f"/c/{house.community.id}/").status_code == 404
    assert own.get(f"/p/{house.elsewhere.id}/").status_code == 200


def pointing_at(house: TestHouse, person_id: str) -> set[tuple[str, str]]:
    """Return the columns, by table and name, in which a person's id stands."""
    with house.services.db.read() as tx:
        return {
            (table.name, column.name)
            for table in tables.metadata.sorted_tables
            for column in table.columns
            if column is not tables.person.c.id
            for (value,) in tx.execute(sa.select(column))
            if value == person_id or (isinstance(value, list) and person_id in value)
        }


def test_moving_a_person_knows_every_column_that_points_at_one() -> None:
    known = {*moved_people.OF_PIECES, *moved_people.OF_PARTNERSHIPS, *moved_people.OF_SESSIONS}
    known |= {*moved_people.OF_READ_BACKS, *moved_people.OF_GROUPS, *moved_people.OF_NOTES}
    known |= {*moved_people.OF_CLUSTERS, *moved_people.OF_DESKS, *moved_people.OF_MARKS}
    sign_ins = (tables.sign_in, tables.sign_in_link, tables.miro_person, tables.api_token)
    ended = {each.c.person_id for each in sign_ins}
    pointing = {
        column
        for table in tables.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is tables.person for key in column.foreign_keys)
        or column.name in {"settled_by", "person_id", "made_by", "recorded_by", "confirmed_by"}
        or (column.name == "asked_by" and table in (tables.permission, tables.follow_up))
    }
    lists = {
        column
        for table in tables.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("let_in_by") or column is tables.complaint.c.readers
    }

    assert pointing == known | ended
    moved = {*moved_people.LISTS_OF_PIECES, *moved_people.LISTS_OF_SIGN_INS}
    moved |= {*moved_people.LISTS_OF_READ_BACKS, *moved_people.LISTS_OF_GROUPS}
    assert lists == moved | {tables.job.c.let_in_by}

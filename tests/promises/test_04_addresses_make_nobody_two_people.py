"""Whoever writes an e-mail address for somebody could own it: it makes them no second person."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from plugin.convene import sign_in
from plugin.convene.people import remove_person
from plugin.convene.second_people import confirm_person
from plugin.domain.people import OPERATOR, Actor
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session
from plugin.store import people as stored_people
from tests.promises.team import (
    NEWER,
    is_checked_at_last,
    let_in,
    make_team,
    post,
    record,
)
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, a_piece, meet, meet_without_board
from tests.unit.plugin.web.house import TestHouse

NOT_INDEPENDENT = "recorded by nobody independent of its author"


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_team(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


@pytest.fixture
def single(house: TestHouse, met: Session) -> PieceWhole:
    return a_piece(house.services, house.actor("helen"), met, "phone")


def add(house: TestHouse, host: FlaskClient, email: str, role: str = "facilitator") -> FlaskClient:
    """Let a host add somebody on the group's page; return their browser, signed in by mail."""
    data = {"name": f"Person of {email}", "email": email, "role": role}
    assert host.post(f"/c/{house.community.id}/people", data=data).status_code == 302
    house.clock.pass_days(0.01)
    return by_mail(house, email)


def by_mail(house: TestHouse, email: str) -> FlaskClient:
    browser, token = house.as_(None), sign_in.make_link(house.services, email)
    assert browser.post(f"/sign-in/{token}").status_code == 302
    return browser


def actor_of(house: TestHouse, email: str) -> Actor:
    with house.services.db.read() as tx:
        found = stored_people.actor(tx, stored_people.person_id_of(tx, email) or "")
    assert found is not None
    return found


def page_of(house: TestHouse, email: str) -> str:
    return house.page_of(actor_of(house, email))


def correct(house: TestHouse, host: FlaskClient, page: str, email: str) -> None:
    assert host.post(page, data={"name": "Ruth Bell", "email": email}).status_code == 302


def only(house: TestHouse, *names: str) -> None:
    """Let nobody be left in the team but these."""
    for name in {"sam", "helen", "connie", "ruth", "kai", "lea"} - set(names):
        person = house.actor(name)
        remove_person(house.services, OPERATOR, person.person_id, person.memberships)


def page(client: FlaskClient, piece: PieceWhole) -> Any:
    return client.get(f"/pieces/{piece.piece.id}").text


def test_whom_the_author_added_before_the_words_records_nothing(
    house: TestHouse, met: Session
) -> None:
    newt = add(house, house.as_("kai"), "kai+2@x.example")
    piece = a_piece(house.services, house.actor("kai"), met)

    assert record(house, newt, piece) == 403
    assert "wrote the other’s e-mail" in page(newt, piece)
    assert not is_checked_at_last(house, piece)
    assert record(house, house.as_("ruth"), piece) == 303


def test_who_added_the_author_records_nothing(house: TestHouse, met: Session) -> None:
    newt = add(house, house.as_("kai"), "kai+2@x.example", "learning partner")
    piece = a_piece(house.services, house.actor("helen"), met)
    assert post(newt, piece, "words", **NEWER) == 303

    assert record(house, house.as_("kai"), piece) == 403
    assert record(house, house.as_("ruth"), piece) == 303


def test_a_change_of_the_words_makes_nobody_older_than_them(house: TestHouse, met: Session) -> None:
    piece = a_piece(house.services, house.actor("kai"), met)
    house.clock.pass_days(0.01)
    newt = add(house, house.as_("sam"), "newt@x.example")
    assert post(house.as_("kai"), piece, "words", **NEWER) == 303

    assert record(house, newt, piece) == 403
    assert "newer than this piece" in page(newt, piece)


def test_two_whom_one_wrote_are_no_two_who_heard_a_yes(house: TestHouse, met: Session) -> None:
    sam = house.as_("sam")
    first, second = (add(house, sam, f"sam+{n}@x.example") for n in (1, 2))
    single = a_piece(house.services, house.actor("helen"), met, "phone")

    for one, other in ((sam, first), (first, sam), (first, second)):
        assert post(one, single, "own-yes") == 303
        assert post(other, single, "confirm-yes") == 400
        assert "You two count as one person here" in page(other, single)
        assert "Waiting for you" not in other.get("/").text
        assert post(house.as_("ruth"), single, "no-yes") == 303
    assert post(first, single, "own-yes") == 303
    assert post(house.as_("ruth"), single, "confirm-yes") == 303
    assert is_checked_at_last(house, single)


def test_a_chain_of_added_people_counts_back_to_the_first(house: TestHouse) -> None:
    first = add(house, house.as_("kai"), "kai+1@x.example")
    second = add(house, first, "kai+2@x.example")
    third = add(house, let_in(house, second, "ruth"), "kai+3@x.example")
    met = meet(house.services, house.community.id)
    piece = a_piece(house.services, house.actor("kai"), met)

    assert record(house, second, piece) == 403
    assert record(house, third, piece) == 403


def test_another_role_makes_nobody_a_second_person(house: TestHouse, met: Session) -> None:
    kai = house.as_("kai")
    newt = add(house, kai, "kai+2@x.example", "participant")
    here = {"community": house.community.id, "was": "participant", "role": "facilitator"}
    assert kai.post(f"{page_of(house, 'kai+2@x.example')}/role", data=here).status_code == 302
    piece = a_piece(house.services, house.actor("kai"), met)

    assert record(house, newt, piece) == 403


def test_who_left_and_comes_back_is_no_second_person(house: TestHouse, met: Session) -> None:
    kai, email = house.as_("kai"), "kai+2@x.example"
    newt = add(house, kai, email, "learning partner")
    piece = a_piece(house.services, house.actor("helen"), met)
    assert post(newt, piece, "words", **NEWER) == 303
    assert kai.post(f"{page_of(house, email)}/remove", data={"sure": "yes"}).status_code == 302

    assert record(house, kai, piece) == 403
    again = add(house, kai, email)
    newer = a_piece(house.services, house.actor("kai"), met)
    assert record(house, again, newer) == 403


@pytest.mark.parametrize("is_known_elsewhere", [False, True])
def test_an_address_that_the_author_wrote_makes_nobody_somebody_else(
    house: TestHouse, met: Session, is_known_elsewhere: bool
) -> None:
    email = "stranger@elsewhere.example" if is_known_elsewhere else "kai+3@x.example"
    correct(house, house.as_("kai"), house.page_of(house.people["ruth"]), email)
    house.clock.pass_days(0.01)
    piece = a_piece(house.services, house.actor("kai"), met)

    ruth = by_mail(house, email)

    assert record(house, ruth, piece) == 403
    assert "wrote the other’s e-mail" in page(ruth, piece)


def test_somebody_independent_confirms_that_two_are_two(house: TestHouse, met: Session) -> None:
    kai, email = house.as_("kai"), "newt@x.example"
    newt = add(house, kai, email)
    piece, there = a_piece(house.services, house.actor("kai"), met), page_of(house, email)
    button = "alone uses this address"

    for who in (kai, newt, add(house, kai, "kai+2@x.example"), let_in(house, kai, "ruth")):
        assert button not in who.get(there).text
        assert who.post(f"{there}/confirm").status_code == 403
    assert record(house, newt, piece) == 403
    assert house.as_("amina").post(f"{there}/confirm").status_code == 403
    assert house.as_("grace").post(f"{there}/confirm").status_code == 403
    ruth = house.as_("ruth")
    assert button in ruth.get(there).text
    assert ruth.post(f"{there}/confirm").status_code == 302

    assert "Whose address it is" not in ruth.get(there).text
    assert record(house, newt, piece) == 303
    assert is_checked_at_last(house, piece)


def test_where_one_person_added_everybody_pages_say_so(house: TestHouse, met: Session) -> None:
    sam = house.as_("sam")
    hal, ines = (
        add(house, sam, email, role)
        for email, role in (("hal@x.example", "learning partner"), ("in@x.example", "facilitator"))
    )
    only(house, "sam")
    piece = a_piece(house.services, actor_of(house, "hal@x.example"), met)

    house.clock.pass_days(1)
    meet_without_board(house.services, house.community.id)
    assert NOT_INDEPENDENT in page(sam, piece)
    assert record(house, ines, piece) == 303
    house.clock.pass_days(8)
    assert post(hal, piece, "release", rung="PARTNERSHIP", **NO_HARM_TYPED) == 303
    house.clock.pass_days(3)

    partners = f"/p/{house.partnership.id}"
    assert NOT_INDEPENDENT in page(hal, piece)
    for address in (f"/pieces/{piece.piece.id}", f"{partners}/memory", f"{partners}/sponsor"):
        assert NOT_INDEPENDENT in house.as_("grace").get(address).text, address


def test_where_one_person_added_everybody_two_hear_a_yes(house: TestHouse, met: Session) -> None:
    sam = house.as_("sam")
    hal = add(house, sam, "hal@x.example", "learning partner")
    only(house, "sam")
    single = a_piece(house.services, actor_of(house, "hal@x.example"), met, "phone")

    assert post(hal, single, "own-yes") == 303
    assert post(hal, single, "confirm-yes") == 400
    assert post(sam, single, "confirm-yes") == 303
    assert "recorded by its author" in page(hal, single)


def test_the_administrator_confirms_whom_one_person_added(house: TestHouse, met: Session) -> None:
    sam = house.as_("sam")
    add(house, sam, "hal@x.example", "learning partner")
    only(house, "sam")
    hal = actor_of(house, "hal@x.example")
    confirm_person(house.services, OPERATOR, house.partnership.id, hal.person_id)
    piece = a_piece(house.services, hal, met)

    assert record(house, sam, piece) == 303
    assert is_checked_at_last(house, piece)
    assert NOT_INDEPENDENT not in page(sam, piece)


def test_whom_the_author_added_without_an_address_is_no_second_person(
    house: TestHouse, met: Session
) -> None:
    data = {"name": "Newt Puppet", "email": "", "role": "facilitator"}
    people = f"/c/{house.community.id}/people"
    assert house.as_("kai").post(people, data=data).status_code == 302
    house.clock.pass_days(0.01)
    with house.services.db.read() as tx:
        everybody = stored_people.people_of(tx, house.partnership.id)
    house.people["newt"] = next(each for each, _ in everybody if each.name == "Newt Puppet")
    newt = let_in(house, house.as_("ruth"), "newt")
    piece = a_piece(house.services, house.actor("kai"), met)

    assert record(house, newt, piece) == 403
    there = house.page_of(house.people["newt"])
    assert "without an e-mail address" in house.as_("sam").get(there).text
    assert newt.post(there, data={"name": "Newt", "email": "n@x.example"}).status_code == 302
    assert record(house, by_mail(house, "n@x.example"), piece) == 403
    assert house.as_("sam").post(f"{page_of(house, 'n@x.example')}/confirm").status_code == 302

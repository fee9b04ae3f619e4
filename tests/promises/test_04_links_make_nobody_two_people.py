"""Whoever copies a sign-in link could use it: it makes them no second person."""

from pathlib import Path

import pytest

from plugin.convene.corrections import correct_person
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import PieceWhole
from plugin.domain.sessions import Session
from plugin.govern.retention import tidy
from plugin.store import outbox
from tests.promises.team import (
    NEWER,
    is_checked_at_last,
    let_in,
    make_team,
    new_person,
    post,
    record,
)
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.web.house import TestHouse


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_team(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


@pytest.fixture
def single(house: TestHouse, met: Session) -> PieceWhole:
    return a_piece(house.services, house.actor("helen"), met, "phone")


def test_a_copied_link_makes_no_second_person_who_heard_a_yes(
    house: TestHouse, single: PieceWhole
) -> None:
    sam = house.as_("sam")
    connie = let_in(house, sam, "connie")

    assert post(sam, single, "own-yes") == 303
    assert post(connie, single, "confirm-yes") == 400
    assert "Waiting for you" not in connie.get("/").text
    assert post(sam, single, "no-yes") == 303
    assert post(connie, single, "own-yes") == 303
    assert post(sam, single, "confirm-yes") == 400
    assert not is_checked_at_last(house, single)


def test_two_people_whom_one_let_in_are_one(house: TestHouse, single: PieceWhole) -> None:
    sam = house.as_("sam")
    connie, ruth = let_in(house, sam, "connie"), let_in(house, sam, "ruth")

    assert post(connie, single, "own-yes") == 303
    assert post(ruth, single, "confirm-yes") == 400


def test_a_link_made_by_somebody_who_was_let_in_counts_back_to_the_first(
    house: TestHouse, single: PieceWhole
) -> None:
    sam = house.as_("sam")
    ruth = let_in(house, let_in(house, sam, "connie"), "ruth")

    assert post(sam, single, "own-yes") == 303
    assert post(ruth, single, "confirm-yes") == 400


def test_somebody_who_asked_for_a_link_confirms(house: TestHouse, single: PieceWhole) -> None:
    connie = let_in(house, house.as_("sam"), "connie")

    assert post(connie, single, "own-yes") == 303
    assert post(house.as_("ruth"), single, "confirm-yes") == 303
    assert is_checked_at_last(house, single)


def test_the_author_is_no_other_recorder_by_a_link(house: TestHouse, met: Session) -> None:
    piece = a_piece(house.services, house.actor("kai"), met)
    connie = let_in(house, house.as_("kai"), "connie")

    assert record(house, connie, piece) == 403
    assert "one of the two after signing in" in connie.get(f"/pieces/{piece.piece.id}").text
    assert record(house, house.as_("connie"), piece) == 303
    assert is_checked_at_last(house, piece)


def test_words_written_in_anothers_name_are_the_link_makers_too(
    house: TestHouse, met: Session
) -> None:
    kai, piece = house.as_("kai"), a_piece(house.services, house.actor("helen"), met)
    assert post(let_in(house, kai, "lea"), piece, "words", **NEWER) == 303

    assert record(house, kai, piece) == 403
    assert record(house, house.as_("ruth"), piece) == 303


def test_nobody_who_was_added_after_the_words_records(house: TestHouse, met: Session) -> None:
    piece = a_piece(house.services, house.actor("helen"), met)
    house.clock.pass_days(0.1)
    house.people["new"] = new_person(house, "Newt", Role.FACILITATOR)
    single = a_piece(house.services, house.actor("helen"), met, "phone")
    house.clock.pass_days(0.1)
    house.people["newer"] = new_person(house, "Newer", Role.FACILITATOR)
    assert post(house.as_("new"), single, "own-yes") == 303

    assert post(house.as_("newer"), single, "confirm-yes") == 403
    assert record(house, house.as_("new"), piece) == 403
    assert "newer than this piece" in house.as_("new").get(f"/pieces/{piece.piece.id}").text
    assert record(house, house.as_("sam"), piece) == 303


def test_an_address_that_somebody_else_wrote_makes_a_person_new(
    house: TestHouse, met: Session
) -> None:
    piece = a_piece(house.services, house.actor("helen"), met)
    house.clock.pass_days(0.1)
    ruth = house.people["ruth"].person_id

    sam, here = house.actor("sam"), house.partnership.id
    correct_person(house.services, sam, here, ruth, "Ruth Bell", "me@evil.example")

    assert record(house, house.as_("ruth"), piece) == 403


def test_another_role_of_the_team_makes_nobody_new(house: TestHouse, met: Session) -> None:
    piece = a_piece(house.services, house.actor("helen"), met)
    house.clock.pass_days(0.1)
    address = f"{house.page_of(house.people['ruth'])}/role"
    here = {"community": house.community.id, "was": "facilitator", "role": "convenor"}
    assert house.as_("sam").post(address, data=here).status_code == 302

    assert record(house, house.as_("ruth"), piece) == 303


def test_the_person_and_the_people_page_are_told_of_a_link(house: TestHouse) -> None:
    let_in(house, house.as_("sam"), "connie")

    said = "made a sign-in link for"
    people = house.as_("sam").get(f"/p/{house.partnership.id}/people").text
    assert f"<bdi>Sam Okafor</bdi> {said} <bdi>Connie Hale</bdi> on 18 November 2026" in people
    assert (
        f"<bdi>Sam Okafor</bdi> {said} you on 18 November 2026" in house.as_("connie").get("/").text
    )
    assert said not in house.as_("ruth").get("/").text
    with house.services.db.read() as tx:
        ((mail, address),) = outbox.due_mails(tx, house.clock())
    assert address == "connie@northside.example"
    assert "Sam Okafor made a sign-in link for you on 18 November 2026." in mail.body


def test_who_made_a_link_is_forgotten_after_a_year(house: TestHouse) -> None:
    let_in(house, house.as_("sam"), "connie")
    house.clock.pass_days(366)

    tidy(house.services, OPERATOR)

    people = house.as_("sam").get(f"/p/{house.partnership.id}/people").text
    assert "made a sign-in link for" not in people


def test_a_link_that_somebody_makes_for_themselves_is_their_own(
    house: TestHouse, single: PieceWhole
) -> None:
    sam = let_in(house, house.as_("sam"), "sam")

    assert post(sam, single, "own-yes") == 303
    assert post(house.as_("connie"), single, "confirm-yes") == 303
    assert "made a sign-in link" not in sam.get("/").text

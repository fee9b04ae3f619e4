"""Promise 4: whoever leaves and comes back, or writes many addresses, is no second person."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from plugin.backups.replaying import replay
from plugin.convene.communities import add_person
from plugin.curate.pieces import whole_piece
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import PieceWhole, last_checked
from plugin.domain.sessions import Session
from plugin.store import erasure_log
from plugin.store import tables as t
from tests.promises.team import let_in, make_team, post, record
from tests.promises.test_04_addresses_make_nobody_two_people import (
    actor_of,
    add,
    by_mail,
    page_of,
)
from tests.promises.test_04_editions_are_agreed_by_the_group import Case
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse

HELD_WORDS = "how long nobody spoke"
COMPLAINT = "Kai reads our notes aloud."


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_team(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


@pytest.fixture
def case(house: TestHouse, met: Session) -> Case:
    """A checked piece whose words for anyone Kai wrote, and Lea recorded the group's yes."""
    piece = a_piece(house.services, house.actor("helen"), met)
    read_back_today(house.services, house.actor("sam"), piece)
    house.clock.pass_days(8)
    found = Case(house, piece)
    assert found.write(by="kai") == 303
    assert found.agree("lea") == 303
    return found


def arrive(house: TestHouse, key: str, name: str, role: Role = Role.FACILITATOR) -> None:
    """Let the administrator add somebody."""
    here = (house.partnership.id, house.community.id)
    email = f"{key}@northside.example"
    house.people[key] = add_person(house.services, OPERATOR, *here, name, email, role)


def remove(house: TestHouse, key: str, host: str = "connie") -> None:
    page = house.page_of(house.people[key])
    assert house.as_(host).post(f"{page}/remove", data={"sure": "yes"}).status_code == 302


def come_back(
    house: TestHouse, key: str, email: str, role: str = "facilitator", host: str = "connie"
) -> FlaskClient:
    """Let somebody be removed, and added again by an address; return their browser."""
    remove(house, key, host)
    return add(house, house.as_(host), email, role)


def address(house: TestHouse, client: FlaskClient, whose: str, email: str) -> int:
    person = house.people[whose]
    form = {"name": person.name, "email": email}
    return client.post(house.page_of(person), data=form).status_code


def reads(client: FlaskClient, met: Session) -> bool:
    pages = (f"/s/{met.id}", f"/notes/silence-{met.id}")
    return any(HELD_WORDS in client.get(page).text for page in pages)


def confirm(house: TestHouse, client: FlaskClient, email: str) -> int:
    return client.post(f"{page_of(house, email)}/confirm").status_code


def is_checked(house: TestHouse, piece: PieceWhole) -> bool:
    house.clock.pass_days(9)
    return last_checked(whole_piece(house.services, piece.piece.id), house.clock()) is not None


@pytest.mark.parametrize("email", ["kai@x.example", "another@x.example"])
def test_nobody_comes_back_to_confirm_whom_they_had_added(house: TestHouse, email: str) -> None:
    newt = add(house, house.as_("kai"), "kai+2@x.example")
    piece = a_piece(house.services, house.actor("kai"), meet(house.services, house.community.id))
    again = come_back(house, "kai", email)

    assert confirm(house, again, "kai+2@x.example") == 403
    page = again.get(page_of(house, "kai+2@x.example")).text
    assert "came here after the person who did had left" in page
    assert "alone uses this address" not in page
    assert record(house, newt, piece) == 403
    assert not is_checked(house, piece)
    assert confirm(house, house.as_("ruth"), "kai+2@x.example") == 302


def test_nobody_known_elsewhere_comes_back_to_confirm_whom_they_had_added(
    house: TestHouse,
) -> None:
    there = house.people["stranger"].memberships[0].partnership_id
    kai = ("Kai Mori", "kai@x.example", Role.CONVENOR)
    add_person(house.services, OPERATOR, there, None, *kai)
    add(house, house.as_("kai"), "kai+2@x.example")
    again = come_back(house, "kai", "kai@x.example")

    assert confirm(house, again, "kai+2@x.example") == 403
    assert confirm(house, house.as_("ruth"), "kai+2@x.example") == 302


def test_nobody_comes_back_to_record_words_of_whom_they_had_added(house: TestHouse) -> None:
    add(house, house.as_("kai"), "kai+2@x.example", "learning partner")
    met = meet(house.services, house.community.id)
    again = come_back(house, "kai", "kai@x.example")
    house.clock.pass_days(0.1)
    piece = a_piece(house.services, actor_of(house, "kai+2@x.example"), met)

    assert record(house, again, piece) == 403
    assert "come back" in again.get(f"/pieces/{piece.piece.id}").text
    assert not is_checked(house, piece)
    assert record(house, house.as_("ruth"), piece) == 303


def test_whom_one_person_added_who_left_counts_until_somebody_confirms_it(house: TestHouse) -> None:
    add(house, house.as_("kai"), "jo@x.example", "learning partner")
    met = meet(house.services, house.community.id)
    new = come_back(house, "kai", "new@x.example")
    house.clock.pass_days(0.1)
    assert confirm(house, house.as_("ruth"), "jo@x.example") == 302
    piece = a_piece(house.services, actor_of(house, "jo@x.example"), met)

    assert record(house, new, piece) == 303
    assert is_checked(house, piece)


def test_two_who_came_after_somebody_had_left_are_two(house: TestHouse) -> None:
    remove(house, "kai")
    one, other = (add(house, house.as_(host), f"{host}+1@x.example") for host in ("connie", "ruth"))
    assert confirm(house, one, "ruth+1@x.example") == 302
    single = a_piece(
        house.services, house.actor("helen"), meet(house.services, house.community.id), "phone"
    )

    assert post(one, single, "own-yes") == 303
    assert post(other, single, "confirm-yes") == 303


def test_an_author_who_came_back_is_no_second_reader(house: TestHouse, case: Case) -> None:
    again = come_back(house, "kai", "kai@x.example", "learning partner")
    as_amina = let_in(house, add(house, house.as_("connie"), "kai+1@x.example"), "amina")

    for who in (again, as_amina):
        assert who.post(f"{case.at}/read", data={"edition": case.edition_id}).status_code == 403
    assert case.say("read", "amina") == 303


def test_who_recorded_the_yes_and_came_back_is_no_second_reader(
    house: TestHouse, case: Case
) -> None:
    again = come_back(house, "lea", "lea@x.example", "participant")

    assert again.post(f"{case.at}/read", data={"edition": case.edition_id}).status_code == 403
    assert case.say("read", "ruth") == 303


@pytest.mark.parametrize("how", ["removed", "participant"])
def test_held_notes_are_closed_through_any_number_of_addresses(house: TestHouse, how: str) -> None:
    arrive(house, "yara", "Yara Late")
    assert address(house, house.as_("yara"), "sam", "yara+1@x.example") == 302
    as_sam = by_mail(house, "yara+1@x.example")
    assert address(house, as_sam, "connie", "yara+2@x.example") == 302
    page = house.page_of(house.people["yara"])
    if how == "removed":
        remove(house, "yara", "ruth")
    else:
        form = {"community": house.community.id, "was": "facilitator", "role": "participant"}
        form["sure"] = "yes"
        assert house.as_("ruth").post(f"{page}/role", data=form).status_code == 302
    met = meet(house.services, house.community.id)  # its board names Connie, Sam, Ruth, not Yara

    assert not reads(by_mail(house, "yara+2@x.example"), met)
    assert address(house, as_sam, "ruth", "yara+3@x.example") == 403
    assert reads(house.as_("ruth"), met)


def test_nobody_comes_back_to_confirm_an_address_and_read_held_notes(house: TestHouse) -> None:
    arrive(house, "yara", "Yara Late")
    assert address(house, house.as_("yara"), "connie", "yara+1@x.example") == 302
    remove(house, "yara", "sam")
    met = meet(house.services, house.community.id)
    again = add(house, house.as_("sam"), "yara@northside.example")

    assert confirm(house, again, "yara+1@x.example") == 403
    assert not reads(by_mail(house, "yara+1@x.example"), met)
    assert not reads(again, met)


def test_who_was_named_and_comes_back_reads_what_a_late_joiner_reads(
    house: TestHouse, met: Session
) -> None:
    assert reads(house.as_("sam"), met)
    again = come_back(house, "sam", "sam@northside.example")

    assert not reads(again, met)


def test_nobody_comes_back_to_read_complaints_as_somebody_else(house: TestHouse) -> None:
    group = f"/c/{house.community.id}"
    sent = {"words": COMPLAINT, "press": "c"}
    house.as_("amina").post(f"{group}/complaints", data=sent)
    assert COMPLAINT in house.as_("connie").get(f"{group}/complaints").text
    arrive(house, "yara", "Yara Late")
    assert address(house, house.as_("yara"), "connie", "yara+1@x.example") == 302
    again = come_back(house, "yara", "yara@northside.example", host="sam")
    assert confirm(house, again, "yara+1@x.example") == 403

    assert COMPLAINT not in by_mail(house, "yara+1@x.example").get(f"{group}/complaints").text


def test_complaints_are_closed_to_a_link_of_somebody_whose_address_was_replaced(
    house: TestHouse,
) -> None:
    group = f"/c/{house.community.id}"
    arrive(house, "cora", "Cora Lyle", Role.CONVENOR)
    sent = {"words": COMPLAINT, "press": "c"}
    house.as_("amina").post(f"{group}/complaints", data=sent)
    by_cora = let_in(house, house.as_("cora"), "connie")
    assert COMPLAINT in by_cora.get(f"{group}/complaints").text  # both are its readers
    arrive(house, "yara", "Yara Late")
    assert address(house, house.as_("yara"), "cora", "yara+1@x.example") == 302

    by_yara = let_in(house, by_mail(house, "yara+1@x.example"), "connie")
    assert COMPLAINT not in by_yara.get(f"{group}/complaints").text


def test_whose_place_ends_by_a_restore_has_left(house: TestHouse) -> None:
    add(house, house.as_("kai"), "kai+2@x.example")
    remove(house, "kai")
    kai = house.people["kai"].person_id
    with house.services.db.begin() as tx:
        tx.execute(sa.update(t.person).values(left_at=None))  # as a backup of before has it
        gone = [each for each in erasure_log.entries_of(tx) if each.about == kai]
        replay(house.services, tx, gone)
    again = add(house, house.as_("connie"), "kai@x.example")

    assert confirm(house, again, "kai+2@x.example") == 403


def test_a_reading_is_signed_by_nobody_for_somebody_else(house: TestHouse, met: Session) -> None:
    piece = a_piece(house.services, house.actor("helen"), met)
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(9)
    assert post(house.as_("helen"), piece, "release", rung="US", **NO_HARM_TYPED) == 303
    form = {"origin": "Housing", "words": "We never agreed to any of it.", "signed": "yes"}

    assert post(house.as_("amina"), piece, "reading", **form) == 303
    as_amina = let_in(house, house.as_("ruth"), "amina")
    assert post(as_amina, piece, "reading", **form) == 403
    assert address(house, house.as_("ruth"), "amina", "ruth+1@x.example") == 302
    by_address = by_mail(house, "ruth+1@x.example")
    assert post(by_address, piece, "reading", **form) == 403
    assert len(whole_piece(house.services, piece.piece.id).readings) == 1
    assert confirm(house, house.as_("connie"), "ruth+1@x.example") == 302
    assert post(by_address, piece, "reading", **form) == 303

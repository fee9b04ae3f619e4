"""Promise 5: whoever left has left after a restore too, and what they erased is erased."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.backups.restoring import restore
from plugin.convene.communities import add_person
from plugin.convene.corrections import correct_person
from plugin.convene.people import remove_person
from plugin.domain.people import OPERATOR, Role
from plugin.store import tables as t
from tests.promises.team import make_team
from tests.promises.test_04_addresses_make_nobody_two_people import add, page_of
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import save
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.web.house import TestHouse

LINE = "Say less about the rota."


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_team(tmp_path)


def put_back(house: TestHouse, tmp_path: Path) -> None:
    restore(house.services, tmp_path / "one.backup", [], replaces=True)


def remove_from_here(house: TestHouse, key: str) -> None:
    person = house.people[key]
    places = [e for e in person.memberships if e.partnership_id == house.partnership.id]
    remove_person(house.services, OPERATOR, person.person_id, places)


@pytest.mark.parametrize("is_known_elsewhere", [False, True])
def test_nobody_comes_back_to_confirm_whom_they_had_added(
    house: TestHouse, tmp_path: Path, is_known_elsewhere: bool
) -> None:
    if is_known_elsewhere:
        there = house.people["stranger"].memberships[0].partnership_id
        kai = ("Kai Mori", "kai@x.example", Role.CONVENOR)
        add_person(house.services, OPERATOR, there, None, *kai)
    add(house, house.as_("kai"), "kai+2@x.example")
    save(house, tmp_path / "one.backup")
    remove_from_here(house, "kai")

    put_back(house, tmp_path)
    again = add(house, house.as_("connie"), "another@x.example")

    second = page_of(house, "kai+2@x.example")
    assert again.post(f"{second}/confirm").status_code == 403
    assert house.as_("ruth").post(f"{second}/confirm").status_code == 302


def test_who_has_places_elsewhere_keeps_them(house: TestHouse, tmp_path: Path) -> None:
    there = house.people["stranger"].memberships[0].partnership_id
    kai = ("Kai Mori", "kai@x.example", Role.CONVENOR)
    add_person(house.services, OPERATOR, there, None, *kai)
    save(house, tmp_path / "one.backup")
    remove_from_here(house, "kai")

    put_back(house, tmp_path)

    own = house.people["kai"].person_id
    with house.services.db.read() as tx:
        held = sa.select(t.membership.c.partnership_id).where(t.membership.c.person_id == own)
        assert tx.execute(held).scalars().all() == [there]
        left = sa.select(t.person.c.name).where(t.person.c.left_at.is_not(None))
        assert tx.execute(left).scalars().all() == ["Kai Mori"]
        is_here = tx.execute(sa.select(t.person.c.left_at).where(t.person.c.id == own)).scalar()
    assert is_here is None


def test_whose_address_was_changed_is_another_person_here(house: TestHouse, tmp_path: Path) -> None:
    there = house.people["stranger"].memberships[0].partnership_id
    kai = ("Kai Mori", "kai@x.example", Role.CONVENOR)
    add_person(house.services, OPERATOR, there, None, *kai)
    save(house, tmp_path / "one.backup")
    here = (house.partnership.id, house.people["kai"].person_id)
    correct_person(house.services, OPERATOR, *here, "Kai Mori", "new@x.example")

    put_back(house, tmp_path)

    with house.services.db.read() as tx:
        held = sa.select(t.membership.c.partnership_id, t.person.c.email).join(t.person)
        found = tx.execute(held.where(t.person.c.name == "Kai Mori")).all()
        left = sa.select(t.person.c.id).where(t.person.c.left_at.is_not(None))
        assert len(tx.execute(left).all()) == 1
    assert [each.partnership_id for each in found] == [there]


def list_of(house: TestHouse) -> str:
    return house.as_("sam").get(f"/c/{house.community.id}/between/mine").text


def write_line(house: TestHouse) -> None:
    form = {"do": "add", "verb": "mend", "words": LINE, "press": "one"}
    page = f"/c/{house.community.id}/between/mine"
    assert house.as_("sam").post(page, data=form).status_code == 303
    assert LINE in list_of(house)


def test_a_line_that_its_writer_erased(house: TestHouse, tmp_path: Path) -> None:
    write_line(house)
    save(house, tmp_path / "one.backup")
    with house.services.db.read() as tx:
        line = tx.execute(sa.select(t.private_line.c.id)).scalar_one()
    page = f"/c/{house.community.id}/between/mine"
    assert house.as_("sam").post(page, data={"do": "erase", "line": line}).status_code == 303
    assert LINE not in list_of(house)

    put_back(house, tmp_path)

    assert LINE not in list_of(house)


def test_the_list_of_somebody_who_left(house: TestHouse, tmp_path: Path) -> None:
    write_line(house)
    save(house, tmp_path / "one.backup")
    remove_from_here(house, "sam")

    put_back(house, tmp_path)

    with house.services.db.read() as tx:
        assert tx.execute(sa.select(t.private_line)).all() == []


@pytest.mark.parametrize("when", ["removed", "and the backup put back"])
def test_what_somebody_who_left_wrote_for_themselves(
    house: TestHouse, tmp_path: Path, when: str
) -> None:
    met = meet(house.services, house.community.id)
    piece = a_piece(house.services, house.actor("helen"), met)
    helen, desk = house.as_("helen"), f"/c/{house.community.id}/desk"
    draft = {"title": "T", "line": LINE, "narrative": "S", "after": "1", "version": "0"}
    assert helen.post(f"/pieces/{piece.piece.id}/draft", data=draft).status_code < 400
    memo = {"words": LINE}
    assert helen.post(f"{desk}/memo/piece/{piece.piece.id}", data=memo).status_code < 400
    shared = {"words": "For all of us", "shared": "yes"}
    beside = a_piece(house.services, house.actor("helen"), met)
    assert helen.post(f"{desk}/memo/piece/{beside.piece.id}", data=shared).status_code < 400
    assert own_words(house) == ([LINE], ["For all of us", LINE])
    save(house, tmp_path / "one.backup")
    remove_from_here(house, "helen")
    if when != "removed":
        put_back(house, tmp_path)

    assert own_words(house) == ([], ["For all of us"])


def own_words(house: TestHouse) -> tuple[list[str], list[str]]:
    with house.services.db.read() as tx:
        drafts = list(tx.execute(sa.select(t.draft.c.line)).scalars())
        return drafts, sorted(tx.execute(sa.select(t.thing_memo.c.words)).scalars())

"""Promise 4: the two answers to words for anyone come from two people, whatever link they used."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.store import tables as t
from tests.promises.team import let_in
from tests.promises.test_04_editions_are_agreed_by_the_group import Case, case
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import put_back, save
from tests.unit.plugin.curate.meeting import meet_without_board

__all__ = ["case"]


@pytest.mark.parametrize("first", ["agreed", "read"])
def test_a_link_made_for_somebody_else_is_no_second_person(case: Case, first: str) -> None:
    assert case.write() == 303
    meeting = meet_without_board(case.house.services, case.house.community.id)
    given = {"edition": case.edition_id, "session": meeting.id}
    lea = case.house.as_("lea")
    ruth_by_lea = let_in(case.house, lea, "ruth")
    second = "read" if first == "agreed" else "agreed"
    assert ruth_by_lea.post(f"{case.at}/{first}", data=given).status_code == 303
    stored = t.edition.c.agreed_let_in_by if first == "agreed" else t.edition.c.read_let_in_by
    with case.house.services.db.read() as tx:
        assert tx.execute(sa.select(stored)).scalar_one() == [case.house.actor("lea").person_id]

    refused = lea.post(f"{case.at}/{second}", data=given)

    assert refused.status_code == 403
    assert "You gave the other of the two answers" in refused.text
    assert case.house.as_("sam").post(f"{case.at}/{second}", data=given).status_code == 303
    case.bring_out()
    assert case.is_shown()


def test_an_objection_binds_the_words_after_a_restore(case: Case, tmp_path: Path) -> None:
    save(case.house, tmp_path / "b.backup")
    assert case.write() == 303
    assert case.agree("lea") == 303
    assert case.say("object", "amina") == 303

    put_back(case.house, tmp_path / "b.backup")
    put_back(case.house, tmp_path / "b.backup")  # what was carried out again is known again

    assert case.write("The ward managers lied to the  FAMILIES") == 303
    assert case.agree("lea") == 400
    assert case.write("Families were told too little.") == 303  # other words can be agreed
    assert case.agree("lea") == 303

"""Promise 5: words that went are known after a second no, a restore, and a later collecting."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin.backups.restoring import restore
from plugin.curate.pieces import whole_piece
from plugin.domain.pieces import PieceWhole, last_checked
from plugin.store import notes as stored_notes
from plugin.store.backing_up import back_up
from plugin.use_cases import close_session
from tests.promises.team import post, record
from tests.promises.test_04_its_people_check_it_themselves import WROTE, written
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import join, notes_of, without_board

SAYS = "At ours it is the porters who are never told about it"


@pytest.fixture
def piece(house: TestHouse) -> PieceWhole:
    return a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))


def reads(house: TestHouse, piece: PieceWhole, words: str, who: str = "helen") -> int:
    how = {"how": "understood", "three": "yes"} if who == "helen" else {"how": "signed"}
    return post(house.as_(who), piece, "reading", origin="The wards", words=f"{words}.", **how)


def writes(house: TestHouse, piece: PieceWhole, words: str) -> int:
    form = {"title": "T", "line": f"So {words}.", "narrative": "So."}
    return post(house.as_("helen"), piece, "words", **form)


def readings(house: TestHouse, piece: PieceWhole) -> list[str]:
    return [each.words for each in whole_piece(house.services, piece.piece.id).readings]


@pytest.mark.parametrize("says_no_first", [True, False])
def test_whoever_says_no_and_takes_back_is_told_no_less_than_by_taking_back(
    house: TestHouse, piece: PieceWhole, *, says_no_first: bool
) -> None:
    asked = written(house, *WROTE)
    said = WROTE[0].rstrip(".")
    assert reads(house, asked.whole, said) == 303
    assert asked.ask() == 303
    if says_no_first:
        assert asked.answer(0, "not shared") == 303
    with house.services.db.read() as tx:
        found = [stored_notes.note(tx, each.note_id) for each in asked.whole.sources]
    (note,) = [each for each in found if each and (each.text or "").startswith(said)]
    phone = asked.phones[0]
    taken = phone.client.post(f"{phone.mine}/notes/{note.id}/take-back")
    assert taken.status_code == 303

    assert writes(house, piece, said) == 400
    assert reads(house, asked.whole, said) == 400
    assert reads(house, piece, f"\u202e{said[::-1]}\u202c") == 400


@pytest.mark.parametrize("where", ["reading", "wording"])
def test_a_restore_forgets_nothing_that_went_before_it(
    house: TestHouse, piece: PieceWhole, tmp_path: Path, where: str
) -> None:
    session = without_board(house)
    phone = join(house, session)
    phone.write(SAYS)
    close_session(house.runtime, house.actor("sam"), session.id)
    (note,) = notes_of(house, session)
    backup = tmp_path / "one.backup"
    back_up(house.services.db, backup, house.services.now)
    say = reads if where == "reading" else writes
    assert say(house, piece, SAYS) == 303
    taken = phone.client.post(f"{phone.mine}/notes/{note.id}/take-back")
    assert taken.status_code == 303
    restore(house.services, backup, [], replaces=True)

    assert reads(house, piece, SAYS) == 400
    assert writes(house, piece, SAYS) == 400


def test_a_note_that_is_held_back_and_shown_again_is_as_old_as_before(
    house: TestHouse, piece: PieceWhole
) -> None:
    session = without_board(house)
    phone = join(house, session)
    phone.write(SAYS)
    house.clock.pass_days(1)
    assert record(house, house.as_("sam"), piece) == 303
    assert reads(house, piece, SAYS, "amina") == 303
    house.clock.pass_days(2)
    (note,) = notes_of(house, session)
    for do in ("hold", "show"):
        sent = house.as_("sam").post(
            f"/s/{session.id}/by-phone/{note.id}", data={"do": do, "words": ""}
        )
        assert sent.status_code == 303
    (note,) = notes_of(house, session)
    phone.press(note, "delete")

    assert readings(house, piece) == [""]


def test_its_signer_takes_nothing_off_that_was_checked_without_the_reading(
    house: TestHouse, piece: PieceWhole
) -> None:
    assert record(house, house.as_("sam"), piece) == 303
    assert reads(house, piece, SAYS, "amina") == 303
    (reading,) = whole_piece(house.services, piece.piece.id).readings
    off = {"reading": reading.id, "why": "It is not said any more"}
    assert post(house.as_("helen"), piece, "no-reading", **off) == 303
    house.clock.pass_days(1)
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(9)
    before = whole_piece(house.services, piece.piece.id)
    assert post(house.as_("amina"), piece, "no-reading", **off) == 303

    after = whole_piece(house.services, piece.piece.id)
    check = last_checked(after, house.clock())
    assert check is not None
    assert (check.wording.id, len(after.wordings)) == (before.newest.id, len(before.wordings))

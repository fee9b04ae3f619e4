"""Promise 5: what was taken off, disguised or rewritten stays so when a backup is put back."""

from pathlib import Path

import pytest

from plugin.backups.restoring import Restored, restore
from plugin.curate.pieces import whole_piece
from plugin.domain.pieces import PieceWhole, last_checked
from plugin.domain.sessions import Session
from plugin.govern.withdrawal import take_back
from tests.promises.team import make_team, post, record
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import save
from tests.unit.plugin.curate.meeting import a_piece, meet
from tests.unit.plugin.web.house import TestHouse

READING = "We heard it as a promise that nobody kept."
NAMED = "Carys rang me at night and cried about it."


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_team(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "one.backup"


def put_back(house: TestHouse, backup: Path) -> Restored:
    return restore(house.services, backup, [], replaces=True)


def take_phone_back(house: TestHouse, met: Session) -> None:
    take_back(house.services, house.actor("sam"), f"phone-{met.id}")


def with_reading(house: TestHouse, met: Session) -> PieceWhole:
    piece = a_piece(house.services, house.actor("helen"), met)
    assert post(house.as_("helen"), piece, "release", rung="US") == 303
    form = {"origin": "Housing", "words": READING, "signed": "yes"}
    assert post(house.as_("amina"), piece, "reading", **form) == 303
    return piece


def take_reading_off(house: TestHouse, piece: PieceWhole, who: str) -> None:
    (reading,) = whole_piece(house.services, piece.piece.id).readings
    form = {"reading": reading.id, "why": "It is not so any more."}
    assert post(house.as_(who), piece, "no-reading", **form) == 303


@pytest.mark.parametrize("who", ["amina", "helen"])
def test_a_reading_that_was_taken_off(
    house: TestHouse, met: Session, backup: Path, who: str
) -> None:
    piece = with_reading(house, met)
    save(house, backup)
    take_reading_off(house, piece, who)

    put_back(house, backup)

    assert READING not in house.as_("helen").get(f"/pieces/{piece.piece.id}").text
    whole = whole_piece(house.services, piece.piece.id)
    assert whole.newest.words == piece.newest.words
    assert whole.readings_of(whole.newest) == ()


@pytest.mark.parametrize(("who", "stays"), [("amina", 0), ("helen", 1)])
def test_checked_words_keep_a_reading_unless_its_signer_took_it_off(
    house: TestHouse, met: Session, backup: Path, who: str, stays: int
) -> None:
    piece = with_reading(house, met)
    record(house, house.as_("sam"), piece)
    house.clock.pass_days(9)
    save(house, backup)
    take_reading_off(house, piece, who)

    put_back(house, backup)

    whole = whole_piece(house.services, piece.piece.id)
    check = last_checked(whole, house.clock())
    assert check is not None
    assert check.wording.id != whole.newest.id
    assert len(whole.readings_of(check.wording)) == stays

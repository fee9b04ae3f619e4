"""Promise 5: what was taken off, disguised or rewritten stays so when a backup is put back."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.curate.pieces import make_piece, whole_piece
from plugin.domain.pieces import PieceWhole, last_checked, readable_outside
from plugin.domain.sessions import Session
from plugin.govern.withdrawal import take_back
from plugin.store import tables as t
from tests.promises.team import make_team, post, record
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import put_back, save
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, a_piece, change_note, meet
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


@pytest.mark.parametrize(("who", "stays"), [("amina", False), ("helen", True)])
def test_words_stay_checked_with_a_reading_unless_its_signer_took_it_off(
    house: TestHouse, met: Session, backup: Path, who: str, *, stays: bool
) -> None:
    piece = with_reading(house, met)
    record(house, house.as_("sam"), piece)
    house.clock.pass_days(9)
    save(house, backup)
    take_reading_off(house, piece, who)

    put_back(house, backup)

    whole = whole_piece(house.services, piece.piece.id)
    check = last_checked(whole, house.clock())
    assert (check is not None) == stays
    if check is not None:
        assert check.wording.id != whole.newest.id
        assert len(whole.readings_of(check.wording)) == 1


def quoted(house: TestHouse, met: Session, text: str = NAMED) -> PieceWhole:
    """Make a piece that quotes a note with a name in it."""
    change_note(house.services, f"phone-{met.id}", text=text)
    notes = [f"{name}-{met.id}" for name in ("phone", "trust", "portal")]
    said = ("T", "L.", "Said: [quote 1]")
    here = (house.services, house.actor("helen"), house.community.id)
    return make_piece(*here, notes, *said, kind="doubt")


def bring_out(house: TestHouse, piece: PieceWhole) -> None:
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(9)
    form = {"rung": "PARTNERSHIP", **NO_HARM_TYPED}
    assert post(house.as_("helen"), piece, "release", **form) == 303
    house.clock.pass_days(3)


def read_outside(house: TestHouse, piece: PieceWhole) -> str:
    check = readable_outside(whole_piece(house.services, piece.piece.id), house.clock())
    return "" if check is None else "\n".join(check.wording.words)


def test_what_was_checked_with_a_reading_is_looked_at_again_without_it(
    house: TestHouse, met: Session, backup: Path
) -> None:
    piece = with_reading(house, met)
    bring_out(house, piece)
    assert read_outside(house, piece)
    save(house, backup)
    take_reading_off(house, piece, "amina")
    assert not read_outside(house, piece)

    put_back(house, backup)

    assert not read_outside(house, piece)


def disguise(house: TestHouse, instead: str = "a colleague") -> None:
    names = f"/p/{house.partnership.id}/desk/names/add"
    form = {"name": "Carys", "instead": instead}
    assert house.as_("helen").post(names, data=form).status_code == 303


def forget(house: TestHouse) -> None:
    with house.services.db.read() as tx:
        decision = tx.execute(sa.select(t.identifier_decision.c.id)).scalar_one()
    names = f"/p/{house.partnership.id}/desk/names/forget"
    assert house.as_("helen").post(names, data={"decision": decision}).status_code == 303


def test_a_name_that_was_disguised(house: TestHouse, met: Session, backup: Path) -> None:
    piece = quoted(house, met)
    bring_out(house, piece)
    assert "Carys" in read_outside(house, piece)
    save(house, backup)
    disguise(house)
    assert "Carys" not in read_outside(house, piece)

    put_back(house, backup)

    assert "“[…] rang me at night" in read_outside(house, piece)
    names = f"/p/{house.partnership.id}/desk/names"
    assert "carys" in house.as_("helen").get(names).text
    assert "Carys" not in str(logged(house))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ring Sister Okafor on 07700 900123 when it is late.", "07700 900123"),
        ("Write to okafor@ward.example when it is late.", "okafor@ward.example"),
        ("It was Ruth Bell's turn to ring when it was late.", "Ruth Bell"),
    ],
)
def test_words_that_were_disguised_where_they_were_found(
    house: TestHouse, met: Session, backup: Path, text: str, words: str
) -> None:
    piece = quoted(house, met, text)
    save(house, backup)
    names = f"/p/{house.partnership.id}/desk/names"
    place = {"note": f"phone-{met.id}", "start": str(text.index(words))}
    form = {**place, "choice": "use", "instead": "[somebody]"}
    assert house.as_("helen").post(names, data=form).status_code == 303
    (before,) = whole_piece(house.services, piece.piece.id).quotes
    assert before.words == text.replace(words, "[somebody]")

    put_back(house, backup)

    (after,) = whole_piece(house.services, piece.piece.id).quotes
    assert after.words == text.replace(words, "[…]")
    assert words not in str(logged(house))


def logged(house: TestHouse) -> list[object]:
    with house.services.db.read() as tx:
        return list(tx.execute(sa.select(t.erasure_log)).all())


def test_a_name_that_was_said_to_be_no_person_is_asked_about_again(
    house: TestHouse, met: Session, backup: Path
) -> None:
    change_note(house.services, f"phone-{met.id}", text="Ruth Bell rang me at night about it.")
    desk = f"/p/{house.partnership.id}/desk/names"
    form = {"note": f"phone-{met.id}", "start": "0", "choice": "no person"}
    assert house.as_("helen").post(desk, data=form).status_code == 303
    save(house, backup)
    forget(house)

    put_back(house, backup)

    with house.services.db.read() as tx:
        assert tx.execute(sa.select(t.identifier_decision)).all() == []


def test_a_disguise_that_is_forgotten_leaves_a_gap_until_somebody_decides(
    house: TestHouse, met: Session
) -> None:
    disguise(house)
    piece = quoted(house, met)
    bring_out(house, piece)
    assert "a colleague rang me at night" in read_outside(house, piece)

    forget(house)

    assert "“[…] rang me at night" in read_outside(house, piece)
    names = f"/p/{house.partnership.id}/desk/names"
    assert "rang me at night" in house.as_("helen").get(names).text
    form = {"note": f"phone-{met.id}", "start": "0", "choice": "no person"}
    assert house.as_("helen").post(names, data=form).status_code == 303
    assert "“[…] rang me at night" in read_outside(house, piece)  # agreed as *a colleague*
    forget(house)
    assert "“[…] rang me at night" in read_outside(house, piece)
    take_phone_back(house, met)
    with house.services.db.read() as tx:
        assert tx.execute(sa.select(t.identifier_decision)).all() == []


def test_a_disguise_that_stands_in_no_note_is_forgotten(house: TestHouse) -> None:
    disguise(house)

    forget(house)

    with house.services.db.read() as tx:
        assert tx.execute(sa.select(t.identifier_decision)).all() == []

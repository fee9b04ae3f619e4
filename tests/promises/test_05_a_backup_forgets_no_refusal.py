"""Promise 5: what people refused after a backup stays refused, though it lacks the piece."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.curate.pieces import make_piece
from plugin.domain.blockers import OBJECTED_ELSEWHERE, UNWANTED, why_not_checked
from plugin.store import tables as t
from tests.promises.test_04_its_people_check_it_themselves import WROTE, Asked, house, written
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import put_back, save
from tests.unit.plugin.curate.meeting import read_back_today
from tests.unit.plugin.web.house import TestHouse

__all__ = ["house"]


def piece_of(first: Asked, title: str, numbers: tuple[int, ...] = (0, 1, 2)) -> Asked:
    """Make another piece of the same notes."""
    made = first.house
    notes = [first.whole.all_sources[number].note_id for number in numbers]
    said = (title, f"{title}, said otherwise.", "Somebody has to be free to ring.")
    piece = make_piece(made.services, made.actor("helen"), made.community.id, notes, *said)
    return Asked(made, first.phones, piece.piece.id)


def read_back(piece: Asked) -> None:
    read_back_today(piece.house.services, piece.house.actor("sam"), piece.whole)


def test_words_and_a_note_of_a_piece_that_the_backup_lacks(
    house: TestHouse, tmp_path: Path
) -> None:
    first = written(house, *WROTE)
    save(house, tmp_path / "b.backup")
    objected, off = piece_of(first, "Known names"), piece_of(first, "Ringing around")
    read_back(objected)
    at = f"/pieces/{objected.piece_id}/object"
    assert house.as_("amina").post(at, data={"read": objected.whole.read_backs[-1].id}).status_code
    assert objected.whole.read_backs[-1].objections
    for each, number, kind in ((off, 0, "off"), (piece_of(first, "A list"), 1, "not shared")):
        assert each.ask() == 303
        assert each.answer(number, kind) == 303

    put_back(house, tmp_path / "b.backup")
    put_back(house, tmp_path / "b.backup")

    now = house.clock()
    for title in ("Known names", "Ringing around"):
        assert why_not_checked(piece_of(first, title).whole, now) == OBJECTED_ELSEWHERE.reason
    again = piece_of(first, "Other words")
    read_back(again)
    house.clock.pass_days(8)
    assert not again.is_checked
    assert why_not_checked(again.whole, house.clock()) == UNWANTED


@pytest.mark.parametrize("is_quoted_first", [True, False])
@pytest.mark.parametrize("how", ["objected", "off"])
def test_the_same_words_typed_or_quoted(
    house: TestHouse, tmp_path: Path, how: str, is_quoted_first: bool
) -> None:
    """Everybody reads the same: words of a note, which one piece quotes and another has typed."""
    first = written(house, *WROTE)
    save(house, tmp_path / "b.backup")
    refused = telling(first, is_quoted=is_quoted_first)
    if how == "off":
        assert refused.ask() == 303
        assert refused.answer(1, "off") == 303
    else:
        read_back(refused)
        at = f"/pieces/{refused.piece_id}/object"
        read = refused.whole.read_backs[-1].id
        assert house.as_("amina").post(at, data={"read": read}).status_code == 303

    put_back(house, tmp_path / "b.backup")

    now = house.clock()
    for is_quoted in (True, False):
        same = telling(first, is_quoted=is_quoted)
        assert why_not_checked(same.whole, now) == OBJECTED_ELSEWHERE.reason


def telling(first: Asked, *, is_quoted: bool) -> Asked:
    """Make a piece whose story tells words of a note, as a quote or typed."""
    piece, made = piece_of(first, "Known names"), first.house
    told = WROTE[0]
    if is_quoted:
        with made.services.db.read() as tx:
            wanted = sa.select(t.note.c.id).where(t.note.c.text == WROTE[0])
            note_id = tx.execute(wanted).scalar_one()
        form = {"note": note_id, "words": ""}
        at = f"/pieces/{piece.piece_id}/quote"
        assert made.as_("helen").post(at, data=form).status_code == 303
        told = f"[quote {piece.whole.quotes[-1].number}]"
    form = {"title": "Known", "line": "Known names.", "narrative": f"So it was: {told}"}
    at = f"/pieces/{piece.piece_id}/words"
    assert made.as_("helen").post(at, data=form).status_code == 303
    return piece

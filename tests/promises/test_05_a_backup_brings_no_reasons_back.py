"""Promise 5: reasons that were erased once answered stay erased when a backup is put back."""

from pathlib import Path

from plugin.domain.people import OPERATOR
from plugin.domain.pieces import PieceWhole
from plugin.govern.retention import tidy
from tests.promises.team import NEWER, is_checked_at_last, post, record
from tests.promises.test_04_its_people_check_it_themselves import WROTE, written
from tests.promises.test_04_people_without_account_object import (
    REASON,
    house,
    link,
    piece,
    reasons,
)
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import put_back, save
from tests.unit.plugin.web.house import TestHouse

__all__ = ["house", "piece"]

WORDS = "She told me alone that the matron hid the keys for weeks"


def words_of_answers(house: TestHouse) -> set[str]:
    with house.services.db.read() as tx:
        rows = tx.exec_driver_sql("SELECT words, told_words FROM answer")
        return {words for row in rows for words in row if words}


def answer_with_other_words(house: TestHouse, piece: PieceWhole) -> None:
    assert post(house.as_("helen"), piece, "words", **NEWER) == 303
    assert record(house, house.as_("sam"), piece) == 303
    assert is_checked_at_last(house, piece)
    tidy(house.services, OPERATOR)


def test_a_reason_that_nobody_has_to_answer_any_more(
    house: TestHouse, piece: PieceWhole, tmp_path: Path
) -> None:
    house.as_(None).post(link(house, piece), data={"reason": REASON})
    assert reasons(house) == [REASON]
    save(house, tmp_path / "one.backup")
    answer_with_other_words(house, piece)
    assert reasons(house) == []

    put_back(house, tmp_path / "one.backup")

    assert reasons(house) == []


def test_words_of_an_answer_that_nobody_has_to_answer_any_more(
    house: TestHouse, tmp_path: Path
) -> None:
    asked = written(house, *WROTE)
    assert asked.ask() == 303
    assert asked.answer(0, "nearly", WORDS) == 303
    assert asked.answer(1, "nearly", "Something else altogether") == 303
    asked.close()
    save(house, tmp_path / "one.backup")
    answer_with_other_words(house, asked.whole)
    assert words_of_answers(house) == set()

    put_back(house, tmp_path / "one.backup")

    assert words_of_answers(house) == set()

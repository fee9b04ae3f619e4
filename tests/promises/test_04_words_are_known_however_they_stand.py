"""Promise 4: a no and a yes are to words, whether they are typed, quoted, or changed on the way."""

from pathlib import Path

import pytest

from plugin.curate.pieces import make_piece, whole_piece
from plugin.curate.releasing import release
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.pieces import PieceWhole, Rung, last_checked
from plugin.domain.quotes import GAP
from plugin.domain.sessions import Session
from plugin.errors import BadInput
from tests.promises.team import make_team, post, record
from tests.promises.test_04_its_people_check_it_themselves import WROTE, Asked, written
from tests.promises.test_04_quotes_need_a_yes import HER, HIS, note_of, quote, say
from tests.unit.plugin.curate.meeting import PHONE, meet
from tests.unit.plugin.web.house import TestHouse

TYPED, QUOTED = f"So it goes. “{PHONE}” We doubt it.", "So it goes. [quote 1] We doubt it."
INSTEAD = "refused it all"


@pytest.fixture
def house(tmp_path: Path) -> TestHouse:
    return make_team(tmp_path)


@pytest.fixture
def met(house: TestHouse) -> Session:
    return meet(house.services, house.community.id)


def telling(house: TestHouse, notes: list[str], line: str, story: str) -> PieceWhole:
    given = (house.services, house.actor("helen"), house.community.id, notes)
    return make_piece(*given, "By phone", line, story, kind="doubt")


def is_checked(house: TestHouse, piece: PieceWhole) -> bool:
    whole = whole_piece(house.services, piece.piece.id)
    return last_checked(whole, house.clock()) is not None


def bring_out(house: TestHouse, piece: PieceWhole) -> None:
    release(house.services, house.actor("helen"), piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    house.clock.pass_days(3)


def disguise(house: TestHouse, name: str) -> None:
    at = f"/p/{house.partnership.id}/desk/names/add"
    assert house.as_("helen").post(at, data={"name": name, "instead": INSTEAD}).status_code == 303


@pytest.mark.parametrize("stories", [(TYPED, QUOTED), (QUOTED, TYPED)], ids=["quoted", "typed"])
def test_an_objection_holds_where_the_same_words_stand_otherwise(
    house: TestHouse, met: Session, stories: tuple[str, str]
) -> None:
    notes = [f"{name}-{met.id}" for name in ("phone", "trust")]
    one, other = (telling(house, notes, "It happens by phone.", each) for each in stories)
    assert one.newest.narrative == other.newest.narrative  # everybody reads the same
    assert record(house, house.as_("sam"), one) == 303
    assert post(house.as_("amina"), one, "object") == 303

    record(house, house.as_("sam"), other)
    house.clock.pass_days(9)

    assert not is_checked(house, other)


def test_an_off_holds_where_the_same_words_are_quoted(house: TestHouse) -> None:
    asked = written(house, HER, HIS)
    notes, line = [note_of(asked, HER), note_of(asked, HIS)], "When somebody rings it goes well."
    one = telling(house, notes, line, f"So: “{HER}” We doubt it.")
    first = Asked(house, asked.phones, one.piece.id)
    assert first.ask() == 303
    assert first.answer(1, "off") == 303
    two = telling(house, notes, line, "So: [quote 1] We doubt it.")
    assert two.newest.narrative == one.newest.narrative
    house.clock.pass_days(1)

    record(house, house.as_("sam"), two)
    house.clock.pass_days(9)

    assert not is_checked(house, two)


@pytest.mark.parametrize("name", ["yes", "said yes"])
def test_a_name_that_is_added_later_puts_no_other_words_into_a_checked_quote(
    house: TestHouse, met: Session, name: str
) -> None:
    notes = [f"{each}-{met.id}" for each in ("phone", "trust", "portal")]
    piece = telling(house, notes, "It happens by phone.", "So it goes: [quote 1]")
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(9)
    bring_out(house, piece)
    disguise(house, name)

    text = house.as_("grace").get(f"/pieces/{piece.piece.id}").text

    assert INSTEAD not in text
    assert PHONE not in text  # the name is hidden at once
    assert GAP in text


def test_nor_into_a_quote_to_which_its_writer_said_yes(house: TestHouse) -> None:
    asked = written(house, *WROTE)
    assert quote(asked, WROTE[0]) == 303
    assert asked.ask() == 303
    assert [asked.answer(number, "yes") for number in (0, 1, 2)] == [303] * 3
    assert say(asked, 0, "yes") == 303
    asked.close()
    bring_out(house, asked.whole)
    disguise(house, "knew my name")

    assert INSTEAD not in house.as_("grace").get(f"/pieces/{asked.piece_id}").text


def test_a_disguise_that_was_there_when_people_were_asked_stands_in_the_quote(
    house: TestHouse, met: Session
) -> None:
    disguise(house, "said yes")
    notes = [f"{each}-{met.id}" for each in ("phone", "trust", "portal")]
    piece = telling(house, notes, "It happens by phone.", "So it goes: [quote 1]")
    assert record(house, house.as_("sam"), piece) == 303

    assert INSTEAD in whole_piece(house.services, piece.piece.id).newest.narrative


@pytest.fixture
def unshared(house: TestHouse) -> tuple[Asked, Asked]:
    """Return a piece, and a later one whose line tells a note that was left out of the first."""
    first = written(house, *WROTE)
    notes = [note_of(first, text) for text in WROTE]
    later = telling(house, notes, f"As one of us says: {WROTE[0]}", "Somebody has to ring.")
    assert first.ask() == 303
    assert first.answer(0, "not shared") == 303
    first.close()
    return first, Asked(house, first.phones, later.piece.id)


def test_a_note_that_was_not_to_be_shared_is_taken_off_with_its_words(
    house: TestHouse, unshared: tuple[Asked, Asked]
) -> None:
    first, later = unshared
    off = {"note": note_of(first, WROTE[0]), "why": "It fits better elsewhere."}

    answer = house.as_("helen").post(f"/pieces/{later.piece_id}/take-off", data=off)

    assert answer.status_code == 400
    assert "Write the piece without them first." in " ".join(answer.text.split())
    words = {"title": "By phone", "line": "It happens by phone.", "narrative": "Somebody rings."}
    assert post(house.as_("helen"), later.whole, "words", **words) == 303
    assert post(house.as_("helen"), later.whole, "take-off", **off) == 303


def test_nor_are_its_words_told_in_a_piece_of_other_notes(
    house: TestHouse, unshared: tuple[Asked, Asked]
) -> None:
    notes = [note_of(unshared[0], text) for text in WROTE[1:]]

    with pytest.raises(BadInput, match="did not want it shared in another piece"):
        telling(house, notes, f"As one of us says: {WROTE[0]}", "Somebody has to ring.")


def test_a_piece_on_that_note_may_be_made_and_waits_for_its_writer(
    house: TestHouse, unshared: tuple[Asked, Asked]
) -> None:
    notes = [note_of(unshared[0], text) for text in WROTE]

    piece = telling(house, notes, f"As one of us says: {WROTE[0]}", "Somebody has to ring.")

    record(house, house.as_("sam"), piece)
    house.clock.pass_days(9)
    assert not is_checked(house, piece)


def test_another_note_is_taken_off_whatever_a_writer_did_not_want(
    house: TestHouse, unshared: tuple[Asked, Asked]
) -> None:
    first, later = unshared
    off = {"note": note_of(first, WROTE[2]), "why": "It fits better elsewhere."}

    assert post(house.as_("helen"), later.whole, "take-off", **off) == 303

"""Promise 4: whoever did not want a note shared says yes before a later piece on it leaves."""

from plugin.curate.pieces import make_piece, release
from plugin.domain.asked_people import UNWANTED
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.pieces import Rung
from plugin.errors import Refused
from tests.promises.test_04_its_people_check_it_themselves import WROTE, Asked, house, written
from tests.unit.plugin.curate.meeting import read_back_today
from tests.unit.plugin.web.house import TestHouse

__all__ = ["house"]


def another(asked: Asked, title: str) -> Asked:
    """Make another piece of the same notes, in other words."""
    made, whole = asked.house, asked.whole
    notes = [each.note_id for each in whole.all_sources]
    said = (title, f"{title}, said otherwise.", "Somebody has to be free to ring.")
    piece = make_piece(made.services, made.actor("helen"), made.community.id, notes, *said)
    return Asked(made, asked.phones, piece.piece.id)


def goes_out(piece: Asked) -> bool:
    made = piece.house
    try:
        release(made.services, made.actor("helen"), piece.piece_id, Rung.PARTNERSHIP, NO_HARM)
    except Refused:
        return False
    return True


def test_a_later_piece_on_a_note_waits_for_the_yes_of_its_writer(house: TestHouse) -> None:
    first = written(house, *WROTE)
    before = another(first, "Known names")
    read_back_today(house.services, house.actor("sam"), before.whole)
    house.clock.pass_days(8)
    assert before.is_checked
    assert first.ask() == 303
    assert first.answer(0, "not shared") == 303
    first.close()

    later = another(first, "Ringing around")
    read_back_today(house.services, house.actor("sam"), later.whole)
    house.clock.pass_days(8)

    assert before.is_checked  # its people were asked before that, and can take their notes back
    assert not later.is_checked
    assert not goes_out(later)
    assert UNWANTED.split(":")[0] in later.desk()
    assert later.ask() == 303
    assert [later.answer(number, "yes") for number in (1, 2)] == [303, 303]
    assert UNWANTED.split(":")[0] not in later.desk()  # nobody sees whose answer is missing
    later.close()
    assert not later.is_checked
    assert later.ask() == 303
    assert later.answer(0, "yes") == 303
    assert later.answer(0, "nearly") == 303
    later.close()
    assert not later.is_checked
    assert later.ask() == 303
    assert later.answer(0, "yes") == 303
    later.close()
    assert later.is_checked
    assert goes_out(later)
    assert not another(first, "A third one").is_checked

"""Promise 4: whoever did not want a note shared says yes before a later piece on it leaves."""

from pathlib import Path

import pytest

from plugin.convene import communities
from plugin.curate.pieces import make_piece
from plugin.curate.releasing import release
from plugin.domain.agreements import Agreement
from plugin.domain.blockers import UNWANTED
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.people import OPERATOR, Role
from plugin.domain.pieces import Rung
from plugin.errors import BadInput, Refused
from plugin.store import communities as stored_communities
from tests.promises.test_04_its_people_check_it_themselves import (
    CANARY,
    WROTE,
    Asked,
    house,
    written,
)
from tests.promises.test_04_quotes_need_a_yes import note_of, quote
from tests.promises.test_05_a_backup_brings_nothing_back_by_phone import put_back, save
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
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


def test_two_noes_are_less_than_one(house: TestHouse) -> None:
    first = written(house, *WROTE)
    assert first.ask() == 303
    assert first.answer(0, "not shared") == 303
    first.close()
    waiting = another(first, "Ringing around")
    read_back_today(house.services, house.actor("sam"), waiting.whole)
    house.clock.pass_days(9)
    assert not waiting.is_checked  # it waits for the yes of whoever did not want their note shared
    assert not goes_out(waiting)

    third = another(first, "A third one")
    assert third.ask() == 303
    assert third.answer(0, "not shared") == 303
    house.clock.pass_days(1)

    assert not waiting.is_checked
    assert not goes_out(waiting)
    house.clock.pass_days(3)
    assert (
        waiting.whole.newest.line not in house.as_("grace").get(f"/pieces/{waiting.piece_id}").text
    )


def test_a_yes_that_was_changed_to_nearly(house: TestHouse, tmp_path: Path) -> None:
    first = written(house, *WROTE)
    assert first.ask() == 303
    assert first.answer(0, "not shared") == 303
    first.close()
    later = another(first, "Ringing around")
    assert later.ask() == 303
    assert later.answer(0, "yes") == 303
    save(house, tmp_path / "b.backup")
    assert later.answer(0, "nearly") == 303

    put_back(house, tmp_path / "b.backup")
    later.close()
    house.clock.pass_days(1)
    read_back_today(house.services, house.actor("sam"), later.whole)
    house.clock.pass_days(9)

    assert not later.is_checked


def write(piece: Asked, title: str, line: str, story: str) -> None:
    form = {"title": title, "line": line, "narrative": story}
    form["after"] = str(piece.whole.newest.number)
    at = f"/pieces/{piece.piece_id}/words"
    assert piece.house.as_("helen").post(at, data=form).status_code == 303


@pytest.mark.parametrize("change", ["words", "title", "back"])
def test_a_yes_is_to_the_words_that_were_asked_about(house: TestHouse, change: str) -> None:
    first = written(house, *WROTE)
    assert first.ask() == 303
    assert first.answer(0, "not shared") == 303
    first.close()
    later = another(first, "Ringing around")
    one = later.whole.newest
    if change == "back":  # the words that they did not say yes to are put back after others
        assert later.ask() == 303
        assert later.answer(0, "nearly") == 303
        later.close()
        write(later, "Other words", "Somebody rings now and then.", "It is said in another way.")
    assert later.ask() == 303
    assert later.answer(0, "yes") == 303
    later.close()
    said = {
        "words": ("They lie", "The ward lies to us.", "All of it is lies."),
        "title": ("Night staff lie to families", one.line, one.narrative),
        "back": (one.title, one.line, one.narrative),
    }
    write(later, *said[change])
    house.clock.pass_days(1)
    read_back_today(house.services, house.actor("sam"), later.whole)
    house.clock.pass_days(9)

    assert not later.is_checked  # nobody asked whoever did not want it shared
    assert not goes_out(later)


def test_a_piece_read_back_before_the_backup(house: TestHouse, tmp_path: Path) -> None:
    first = written(house, *WROTE)
    other = another(first, "Ringing around")
    read_back_today(house.services, house.actor("sam"), other.whole)
    assert first.ask() == 303
    house.clock.pass_days(1)
    save(house, tmp_path / "b.backup")
    assert first.answer(0, "not shared") == 303
    house.clock.pass_days(15)
    assert not other.is_checked  # nobody asked whoever did not want it shared

    put_back(house, tmp_path / "b.backup")

    house.clock.pass_days(1)
    assert not other.is_checked
    assert not goes_out(other)


def test_no_half_tells_what_was_not_to_be_shared(house: TestHouse) -> None:
    first = written(house, *WROTE)
    assert first.ask() == 303
    assert first.answer(0, "not shared") == 303
    later = another(first, "Ringing around")
    own = note_of(first, WROTE[0])
    rest = [each.note_id for each in later.whole.sources if each.note_id != own]
    said = {"note": rest, "title": "Half", "why": "Two things."}

    answer = house.as_("helen").post(f"/pieces/{later.piece_id}/split", data=said)

    assert answer.status_code == 400
    assert not later.whole.belongs_with


@pytest.mark.parametrize("is_other", [False, True])
def test_nobody_puts_it_under_a_piece_as_something_noticed(
    house: TestHouse, is_other: bool
) -> None:
    first = written(house, *WROTE)
    beside = written(house, "Nobody knew who had the second key", "We asked for it twice then")
    assert first.ask() == 303
    assert first.answer(0, "not shared") == 303
    piece = beside if is_other else first

    form = {"noticed": f"I noticed that somebody says: {WROTE[0]}."}
    answer = house.as_("helen").post(f"/pieces/{piece.piece_id}/noticed", data=form)

    assert answer.status_code == 400
    assert piece.whole.evidence == ()


def test_no_quote_of_another_piece_tells_it_when_they_are_joined(house: TestHouse) -> None:
    first = written(house, *WROTE)
    again = written(house, f"I said it before: {WROTE[0]}", "The second form is never read")
    assert quote(again, f"I said it before: {WROTE[0]}") == 303
    assert first.ask() == 303
    assert first.answer(0, "not shared") == 303

    into = {"other": again.piece_id, "why": "One thing."}
    done = house.as_("helen").post(f"/pieces/{first.piece_id}/join-into", data=into)

    assert done.status_code == 400
    assert "left out of this piece" in done.text
    assert WROTE[0] not in first.whole.newest.narrative
    assert again.whole.judged.says("stands") != "Replaced"


@pytest.mark.parametrize("way", ["a quote", "a half"])
def test_no_quote_of_a_note_that_says_the_same_tells_it(house: TestHouse, way: str) -> None:
    first = written(house, *WROTE)
    same = f"I said it before: {WROTE[0]}"
    again = written(house, same, *WROTE[1:])
    if way == "a half":
        assert quote(again, same) == 303
    assert first.ask() == 303
    assert first.answer(0, "not shared") == 303

    if way == "a quote":
        assert quote(again, same) == 400
    else:
        half = {"note": [note_of(again, same)], "title": "Half", "why": "Two things."}
        done = house.as_("helen").post(f"/pieces/{again.piece_id}/split", data=half)
        assert done.status_code == 400


@pytest.mark.parametrize("what", ["note", "answer"])
def test_it_holds_in_every_group_of_the_partnership(house: TestHouse, what: str) -> None:
    services, people = house.services, house.people
    made = communities.start_community(
        services, OPERATOR, house.partnership.id, "The wards", "How?"
    )
    here = (house.partnership.id, made.id)
    partner = Role.LEARNING_PARTNER
    address = "helen@northside.example"
    people["helen"] = communities.add_person(
        services, OPERATOR, *here, people["helen"].name, address, partner
    )
    with services.db.begin() as tx:
        stored_communities.add_agreement(tx, made.id, Agreement(1), house.clock())
    asked = written(house, *WROTE)
    assert asked.ask() == 303
    told = WROTE[0]
    if what == "answer":
        told = CANARY
        assert asked.answer(0, "nearly", told) == 303
        assert asked.answer(1, "yes") == 303
        house.clock.pass_days(2)
        assert told in asked.desk()
    assert asked.answer(0, "not shared") == 303

    met = meet(services, made.id)
    notes = [f"phone-{met.id}", f"trust-{met.id}"]
    other = make_piece(services, house.actor("helen"), made.id, notes, "T", "L.", "S")
    words = {"title": "T", "line": "L.", "narrative": f"They say: {told}."}
    sent = house.as_("helen").post(f"/pieces/{other.piece.id}/words", data=words)
    assert (sent.status_code, "did not want it shared" in sent.text) == (400, True)


def test_a_restore_takes_words_of_an_answer_out_of_other_pieces_too(
    house: TestHouse, tmp_path: Path
) -> None:
    asked = written(house, *WROTE)
    other = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    assert asked.ask() == 303
    assert asked.answer(0, "nearly", CANARY) == 303
    assert asked.answer(1, "yes") == 303
    house.clock.pass_days(2)
    assert CANARY in asked.desk()
    words = {"title": "T", "line": f"{CANARY}.", "narrative": "S"}
    sent = house.as_("helen").post(f"/pieces/{other.piece.id}/words", data=words)
    assert sent.status_code == 303
    save(house, tmp_path / "one.backup")
    assert asked.answer(0, "not shared") == 303

    put_back(house, tmp_path / "one.backup")

    told = Asked(house, (), other.piece.id).whole
    assert told.newest.id in told.repeats_gone
    with pytest.raises(BadInput):
        read_back_today(house.services, house.actor("sam"), told)

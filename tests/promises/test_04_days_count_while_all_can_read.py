"""Promise 4: days for objections count only while everybody could read all that was read back."""

from __future__ import annotations

import re

import pytest

from plugin import use_cases
from plugin.converse.quiet_writing import begin_quiet
from plugin.curate.pieces import whole_piece
from plugin.domain.blockers import CLOSED
from plugin.domain.hidden_texts import HIDDEN
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.pieces import PieceWhole, last_checked
from plugin.store import quiet_notes
from tests.promises.team import post, record
from tests.promises.test_04_a_writer_alone_lets_a_held_note_stay import say
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, a_piece, meet
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import Phone, join, notes_of, without_board

W = "Nobody dares to ring the consultant after six in the evening"
PLACES = ("title", "line", "narrative", "reading", "origin")


def held_note(house: TestHouse) -> tuple[Phone, Note]:
    """Return a held note that its writer lets stay."""
    session = without_board(house)
    phone = join(house, session)
    phone.write(W, "Z4")
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    (note,) = notes_of(house, session)
    form = {"session": session.id, "note": note.id, "do": "stay"}
    house.as_("helen").post(f"/c/{house.community.id}/desk/read", data=form)
    say(phone, note, "yes")
    return phone, note


def tell(house: TestHouse, place: str) -> PieceWhole:
    """Return a piece that tells the words, and was read back today."""
    met = meet(house.services, house.community.id)
    piece = a_piece(house.services, house.actor("helen"), met)
    words = {"title": "Ringing", "line": "Somebody rings.", "narrative": "So it is."}
    if place in ("reading", "origin"):
        told = {"origin": W} if place == "origin" else {"words": f"{W}."}
        form = {"origin": "The wards", "words": "So.", "how": "understood", "three": "yes"} | told
        assert post(house.as_("helen"), piece, "reading", **form) == 303
    else:
        assert post(house.as_("helen"), piece, "words", **(words | {place: W})) == 303
    assert record(house, house.as_("sam"), piece) == 303
    return piece


def goes_out(house: TestHouse, piece: PieceWhole) -> bool:
    post(house.as_("helen"), piece, "release", rung="PARTNERSHIP", **NO_HARM_TYPED)
    house.clock.pass_days(3)
    return W in house.as_("grace").get(f"/pieces/{piece.piece.id}").text


def is_checked(house: TestHouse, piece: PieceWhole) -> bool:
    whole = whole_piece(house.services, piece.piece.id)
    return last_checked(whole, house.services.now) is not None


@pytest.mark.parametrize("place", PLACES)
def test_without_a_no_seven_days_are_enough(house: TestHouse, place: str) -> None:
    held_note(house)
    piece = tell(house, place)
    house.clock.pass_days(7)
    assert not is_checked(house, piece)
    house.clock.pass_days(1)
    assert goes_out(house, piece)


@pytest.mark.parametrize("place", PLACES)
def test_days_on_which_words_were_closed_do_not_count(house: TestHouse, place: str) -> None:
    phone, note = held_note(house)
    piece = tell(house, place)
    house.clock.pass_days(1)
    say(phone, note, "no")
    assert HIDDEN in house.as_("amina").get(f"/pieces/{piece.piece.id}").text
    house.clock.pass_days(9)
    assert not is_checked(house, piece)
    assert CLOSED.split(",")[0] in house.as_("helen").get(f"/pieces/{piece.piece.id}").text
    say(phone, note, "yes")

    assert not goes_out(house, piece)  # three days pass
    assert "Is it right?" in house.as_("amina").get("/").text
    house.clock.pass_days(4)
    assert not is_checked(house, piece)
    house.clock.pass_days(1)
    assert goes_out(house, piece)


def test_no_then_yes_on_one_day_begins_the_days_anew(house: TestHouse) -> None:
    phone, note = held_note(house)
    piece = tell(house, "reading")
    house.clock.pass_days(5)
    say(phone, note, "no")
    say(phone, note, "yes")
    house.clock.pass_days(7)
    assert not is_checked(house, piece)
    house.clock.pass_days(1)
    assert is_checked(house, piece)


@pytest.mark.parametrize("place", PLACES)
def test_whoever_has_a_link_alone_has_all_of_the_days(house: TestHouse, place: str) -> None:
    phone, note = held_note(house)
    piece = tell(house, place)
    text = house.as_("sam").post(f"/pieces/{piece.piece.id}/objection-link").text
    found = re.search(r"(/objections/[\w-]+)\"", text)
    assert found is not None
    say(phone, note, "no")
    assert W not in house.as_(None).get(found[1]).text
    house.clock.pass_days(9)
    say(phone, note, "yes")
    house.clock.pass_days(6)
    assert W in house.as_(None).get(found[1]).text
    assert not is_checked(house, piece)


@pytest.mark.parametrize("place", PLACES)
def test_a_held_note_with_the_words_that_is_shown_again(house: TestHouse, place: str) -> None:
    held_note(house)
    piece = tell(house, place)
    session = without_board(house)
    phone = join(house, session)
    phone.write(f"{W} as well", "Z4")
    (note,) = notes_of(house, session)
    assert note.label is Label.H
    house.clock.pass_days(9)
    assert not is_checked(house, piece)
    assert phone.client.post(f"{phone.mine}/notes/{note.id}/delete").status_code in (302, 303)
    assert not goes_out(house, piece)


@pytest.mark.parametrize("how", ["delete", "change"])
def test_words_that_somebody_writes_quietly_close_them_too(house: TestHouse, how: str) -> None:
    held_note(house)
    piece = tell(house, "line")
    session = without_board(house)
    phone, *_ = [join(house, session) for _ in range(3)]
    begin_quiet(house.services, house.actor("sam"), session.id, "Z4")
    phone.write(f"{W} as well", "Z4")
    with house.services.db.read() as tx:
        (note,) = quiet_notes.quiet_notes(tx, session.id)
    house.clock.pass_days(9)
    assert not is_checked(house, piece)

    form = {"note": "Something else."} if how == "change" else {}
    done = phone.client.post(f"{phone.mine}/notes/{note.id}/{how}", data=form)
    assert done.status_code in (302, 303)

    whole = whole_piece(house.services, piece.piece.id)
    assert whole.repeats_held == frozenset()
    assert not is_checked(house, piece)
    house.clock.pass_days(8)
    assert is_checked(house, piece)


def test_what_was_checked_before_stays_checked(house: TestHouse) -> None:
    phone, note = held_note(house)
    piece = tell(house, "reading")
    house.clock.pass_days(8)
    say(phone, note, "no")
    say(phone, note, "yes")
    assert is_checked(house, piece)

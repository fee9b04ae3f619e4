"""Promises 3 and 4: what another hand writes on a phone's sticky is not that phone's any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from connectors.sandbox_people import Person, SandboxPeople
from plugin import use_cases
from plugin.convene.sessions import plan_session
from plugin.curate.pieces import make_piece
from plugin.domain.notes import Note
from plugin.domain.sessions import Session
from tests.promises.test_04_its_people_check_it_themselves import (
    LINE,
    STORY,
    TITLE,
    WROTE,
    Asked,
)
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.jobs import new_session
from tests.world.phones import Phone, agree, board_id, join, notes_of, place
from tests.world.vendors import SANDBOX_URL

BOB = "3074457350000000777"
OTHER = "Canary: quite other words of another hand stand here"
SAID = "Somebody else changed this note on the board; it is no longer yours."


@dataclass(frozen=True)
class Meeting:
    """A session on a board, the phones that wrote in it, and somebody with a sticky's pen."""

    house: TestHouse
    session: Session
    phones: tuple[Phone, ...]
    hand: SandboxPeople

    def note(self, text: str) -> Note:
        return next(each for each in notes_of(self.house, self.session) if each.text == text)

    def collect(self) -> None:
        use_cases.collect(self.house.runtime, self.house.actor("sam"), self.session.id)

    def close(self) -> None:
        use_cases.close_session(self.house.runtime, self.house.actor("sam"), self.session.id)

    def overwrite(self, text: str, new: str = OTHER) -> str:
        """Let another hand write on a sticky; return the note's id."""
        note = self.note(text)
        assert note.miro_item_id is not None
        board = board_id(self.house, self.session)
        self.hand.edit_note(board, BOB, note.miro_item_id, new)
        self.collect()
        return note.id

    def piece(self, line: str = LINE, but: tuple[str, ...] = ()) -> Asked:
        ids = [each.id for each in notes_of(self.house, self.session) if each.text not in but]
        helen, here = self.house.actor("helen"), self.house.community.id
        made = make_piece(self.house.services, helen, here, ids, TITLE, line, STORY, kind="doubt")
        return Asked(self.house, self.phones, made.piece.id)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    agree(made)
    yield made
    made.services.db.close()


def met(house: TestHouse, *texts: str) -> Meeting:
    day = date(2026, 11, 18)
    sam = house.actor("sam")
    session = new_session(house.runtime, sam, house.community.id, "T3", day)[0]
    phones = tuple(join(house, session) for _ in texts)
    for phone, text in zip(phones, texts, strict=True):
        phone.write(text)
    place(house, session)
    hand = SandboxPeople(house.vendors.http(), SANDBOX_URL)
    hand.seed([Person(BOB, "Bob")])
    meeting = Meeting(house, session, phones, hand)
    meeting.collect()
    return meeting


@pytest.mark.parametrize("when", ["before close", "after close"])
def test_a_phone_answers_for_no_words_of_another_hand(house: TestHouse, when: str) -> None:
    meeting = met(house, WROTE[0], WROTE[1])
    if when == "after close":
        meeting.close()
    note_id = meeting.overwrite(WROTE[0])
    if when == "before close":
        meeting.close()
    asked = meeting.piece()

    assert asked.ask() == 303
    answered = asked.answer(0, "yes")
    asked.close()

    assert (answered, asked.is_checked) == (404, False)
    listed, shown = meeting.phones[0].open("/notes"), meeting.phones[0].open(f"/notes/{note_id}")
    assert all(SAID in page.text and "canary" not in page.text.lower() for page in (listed, shown))


def test_what_a_phone_writes_anew_is_its_own_again(house: TestHouse) -> None:
    meeting = met(house, WROTE[0])
    meeting.overwrite(WROTE[0])

    meeting.phones[0].press(meeting.note(OTHER), "change", WROTE[1])
    before = meeting.phones[0].open("/notes").text
    place(house, meeting.session)
    meeting.close()

    assert WROTE[1] in before
    assert SAID not in before
    assert meeting.note(WROTE[1]).strand_id is not None


def test_a_phone_takes_back_what_it_wrote_before_another_hand(house: TestHouse) -> None:
    meeting = met(house, WROTE[0])
    meeting.close()
    meeting.overwrite(WROTE[0])

    assert meeting.phones[0].press(meeting.note(OTHER), "take-back").status_code == 200

    assert [each.text for each in notes_of(house, meeting.session)] == [None]


@pytest.mark.parametrize("how", ["older version", "left the board", "no source"])
def test_nobody_is_quoted_who_was_not_asked(house: TestHouse, how: str) -> None:
    meeting = met(house, *WROTE)
    meeting.close()
    if how == "older version":
        meeting.overwrite(WROTE[0])
    but = (WROTE[0],) if how == "no source" else ()
    asked = meeting.piece(f"As one of us wrote: {WROTE[0]}", but)
    if how == "left the board":
        note, soon = meeting.note(WROTE[0]), house.services.today + timedelta(days=4)
        assert note.miro_item_id is not None
        meeting.hand.delete_note(board_id(house, meeting.session), BOB, note.miro_item_id)
        meeting.collect()
        # Before its words are erased: the question closes on the eve of the next session.
        plan_session(house.services, house.actor("sam"), house.community.id, soon, None, "Soon")
    assert asked.ask() == 303
    asked.answer(1, "yes")
    asked.answer(2, "yes")

    house.clock.pass_days(4.5 if how == "left the board" else 15.0)

    assert not asked.is_checked

"""5: a note that goes takes its own words along, and not what others said or have to be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from plugin.domain.notes import NoteVersion
from plugin.domain.sessions import Session
from plugin.store import notes as stored_notes
from plugin.store import outbox
from plugin.store import tables as t
from plugin.store.outbox import LESS, OutgoingMail
from tests.promises.team import let_in, post, record
from tests.unit.plugin.curate.meeting import NO_HARM_TYPED, a_piece, meet
from tests.unit.plugin.web.house import TestHouse
from tests.world.phones import Phone, join, notes_of, without_board

Done = Callable[[], None]
SAID = "Sam shouted at the nurses and nobody of us dared to speak"
READS = "At ours it is the porters who are never told about it"
IN_MAILS = "If something is off, object until then: nobody is told who objects."
IN_WARNINGS = "I hear that anyone who has the link can sign in as you."


@pytest.fixture
def session(house: TestHouse) -> Session:
    return without_board(house)


@pytest.fixture
def phone(house: TestHouse, session: Session) -> Phone:
    return join(house, session)


@pytest.fixture
def forget(house: TestHouse, session: Session, phone: Phone) -> Done:
    def delete() -> None:
        (note,) = notes_of(house, session)
        phone.press(note, "delete")

    return delete


def complaints(house: TestHouse) -> list[str]:
    with house.services.db.read() as tx:
        return [row.words for row in tx.execute(sa.select(t.complaint))]


def waiting(house: TestHouse) -> tuple[OutgoingMail, ...]:
    with house.services.db.read() as tx:
        return outbox.waiting_mails(tx, house.partnership.id)


def complain(house: TestHouse) -> None:
    at = f"/c/{house.community.id}/complaints"
    house.as_("amina").post(at, data={"words": SAID, "do": "send", "press": "p"})
    assert complaints(house) == [SAID]


def test_a_complaint_stays_that_was_there_before(
    house: TestHouse, phone: Phone, forget: Done
) -> None:
    complain(house)
    phone.write(f"I heard that {SAID}")

    forget()

    assert complaints(house) == [SAID]


def test_a_complaint_that_repeats_an_earlier_note_lets_its_words_go(
    house: TestHouse, phone: Phone, forget: Done
) -> None:
    phone.write(f"I heard that {SAID}")
    house.clock.pass_days(1)
    complain(house)

    forget()

    assert complaints(house) == [""]


def test_a_complaint_lets_older_words_of_a_note_go_that_said_others_since(
    house: TestHouse,
) -> None:
    met = meet(house.services, house.community.id)
    house.clock.pass_days(1)
    complain(house)
    with house.services.db.begin() as tx:  # the note said so before, and its sticky was changed
        note = stored_notes.note(tx, f"phone-{met.id}")
        assert note is not None
        stored_notes.add_version(tx, NoteVersion(note.id, 1, SAID, note.seen_at, note.label))
        house.clock.pass_days(1)
        stored_notes.save_note(tx, replace(note, version=2, seen_at=house.clock()))

    house.as_("sam").post(f"/notes/{note.id}/take-back")

    assert complaints(house) == [""]


def test_a_complaint_stays_whose_words_were_typed_on_an_older_note(house: TestHouse) -> None:
    met = meet(house.services, house.community.id)
    house.clock.pass_days(1)
    complain(house)
    with house.services.db.begin() as tx:
        note = stored_notes.note(tx, f"phone-{met.id}")
        assert note is not None
        assert note.text
        older = NoteVersion(note.id, 1, note.text, note.seen_at, note.label)
        stored_notes.add_version(tx, older)
        said = f"{note.text} {SAID}"
        stored_notes.save_note(tx, replace(note, version=2, text=said, seen_at=house.clock()))

    house.as_("sam").post(f"/notes/{note.id}/take-back")

    assert complaints(house) == [SAID]


def test_members_are_told_of_a_read_back_all_the_same(
    house: TestHouse, phone: Phone, forget: Done
) -> None:
    piece = a_piece(house.services, house.actor("helen"), meet(house.services, house.community.id))
    phone.write(IN_MAILS)
    assert record(house, house.as_("sam"), piece) == 303
    before = {each.id: each.path for each in waiting(house)}

    forget()

    assert before
    assert {each.id: each.path for each in waiting(house)} == before
    assert {each.body for each in waiting(house)} == {LESS}


def test_a_piece_is_looked_at_again_when_a_reading_beside_it_goes(
    house: TestHouse, phone: Phone, forget: Done
) -> None:
    met = meet(house.services, house.community.id)
    piece = a_piece(house.services, house.actor("helen"), met, "phone", "trust", "portal")
    assert post(house.as_("helen"), piece, "release", rung="US") == 303
    form = {"origin": "Porters", "words": READS, "how": "understood", "three": "yes"}
    assert post(house.as_("helen"), piece, "reading", **form) == 303
    assert record(house, house.as_("sam"), piece) == 303
    house.clock.pass_days(9)
    assert post(house.as_("helen"), piece, "release", rung="PARTNERSHIP", **NO_HARM_TYPED) == 303
    house.clock.pass_days(3)
    at = f"/pieces/{piece.piece.id}"
    assert READS in house.as_("grace").get(at).text
    phone.write(READS)

    forget()

    assert piece.newest.line not in house.as_("grace").get(at).text


def test_who_can_sign_in_as_somebody_is_told_all_the_same(
    house: TestHouse, phone: Phone, forget: Done
) -> None:
    phone.write(IN_WARNINGS)
    let_in(house, house.as_("sam"), "amina")
    before = len(waiting(house))

    forget()

    assert 0 < len(waiting(house)) == before

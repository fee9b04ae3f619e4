"""What a page on a phone costs does not grow with what the others in the room write."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from plugin.domain.session_keys import SessionKey
from plugin.domain.sessions import Session
from plugin.domain.taking_part import author_of
from plugin.store import marked_notes, phone_stickies
from plugin.store import notes as stored_notes
from plugin.store import sessions as stored_sessions
from plugin.store import tables as t
from plugin.store.sign_ins import hash_of
from tests.statements import statements
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import KEPT, Phone, join, notes_of, without_board

MOST_TO_SHOW, MOST_TO_SEND = 15, 18


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    made.runs_at_once = False
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Session:
    return without_board(house)


def compared(house: TestHouse, session: Session, phone: Phone) -> list[str]:
    """Return the words of the notes whose marks are hashed for a phone."""
    token = phone.mine.rpartition("/")[2]
    with house.services.db.read() as tx:
        secret = stored_sessions.session_secret(tx, session.id)
        assert secret is not None
        writer = SessionKey(secret).of_author(author_of(hash_of(token)))
        marks = marked_notes.marks_to_compare(tx, session.id, writer)
        found = stored_notes.notes_by_id(tx, [note_id for note_id, _ in marks])
    return sorted(each.text or "" for each in found.values())


def by_another_hand(house: TestHouse, words: str) -> None:
    """Let a note be one that another hand wrote over: it does not know its writer any more."""
    with house.services.db.begin() as tx:
        tx.execute(sa.update(t.note).where(t.note.c.text == words).values(author_hash=None))


def test_marks_of_other_phones_are_not_compared(house: TestHouse, session: Session) -> None:
    phones = [join(house, session) for _ in range(3)]
    for number, phone in enumerate(phones):
        phone.write(f"Note of {number}")
        phone.write(f"Another of {number}")
    by_another_hand(house, "Another of 2")

    assert compared(house, session, phones[0]) == ["Another of 0", "Another of 2", "Note of 0"]
    assert "Note of 0" in phones[0].open("/notes").text
    assert "Somebody else changed this note" in phones[2].open("/notes").text


def test_a_page_asks_as_often_however_much_the_room_wrote(
    house: TestHouse, session: Session
) -> None:
    phone, others = join(house, session), [join(house, session) for _ in range(4)]
    phone.write("The first one")
    counts = []
    for _ in range(2):
        with statements() as shown:
            phone.open(f"/boxes/{KEPT}")
        form = {"note": f"Note {len(counts)}", "press": f"press {len(counts)}"}
        with statements() as sent:
            phone.send(form)
        counts.append((len(shown), len(sent)))
        for number, other in enumerate(others):
            other.write(f"Note {number} after {len(counts)}")

    assert counts[0] == counts[1]
    shown_by, sent_by = counts[0]
    assert shown_by <= MOST_TO_SHOW
    assert sent_by <= MOST_TO_SEND


def test_a_worker_is_told_once_of_notes_that_wait_together(
    house: TestHouse, session: Session
) -> None:
    told: list[str] = []
    phones = [join(house, session) for _ in range(3)]
    object.__setattr__(house.runtime, "wake", lambda job_id, _delay: told.append(job_id))
    form = phones[0].form("sent twice")

    for phone in phones:
        phone.write("a note")
    phones[0].send(form)
    phones[0].send(form)

    with house.services.db.read() as tx:
        jobs = list(tx.execute(sa.select(t.job.c.id)).scalars())
        waiting = phone_stickies.notes_to_place(tx, session.id)
    assert told == jobs
    assert len(waiting) == len(notes_of(house, session)) == 4

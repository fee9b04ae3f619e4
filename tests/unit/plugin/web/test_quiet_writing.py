"""Quiet writing by phone: nobody else sees a note until all are shown together."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from plugin import use_cases
from plugin.converse.quiet_writing import quiet_state
from plugin.domain.labels import Label
from plugin.domain.quiet_writing import TOO_FEW, QuietNote, Readiness, readiness
from plugin.domain.sessions import Session
from tests import databases
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.jobs import new_session
from tests.world.phones import (
    KEPT,
    STAYS,
    Phone,
    join,
    notes_of,
    place,
    stickies_of,
    without_board,
)

WORDS = "canary: I never said this aloud"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Session:
    return without_board(house)


@pytest.fixture
def phones(house: TestHouse, session: Session) -> list[Phone]:
    found = [join(house, session) for _ in range(3)]
    begin(house, session)
    return found


def begin(house: TestHouse, session: Session, box: str = KEPT) -> str:
    sam = house.as_("sam")
    return sam.post(f"/s/{session.id}/quiet/{box}", follow_redirects=True).text


def reveal(house: TestHouse, session: Session) -> None:
    house.as_("sam").post(f"/s/{session.id}/quiet/{KEPT}/reveal")


def test_a_quiet_note_is_seen_by_its_writer_alone(
    house: TestHouse, session: Session, phones: list[Phone]
) -> None:
    phones[0].write(WORDS)

    seen = [house.as_("sam").get(f"/s/{session.id}{more}").text for more in ("", "/live")]
    assert WORDS in phones[0].open("/notes").text
    assert not any(WORDS in page for page in (*seen, phones[1].open("/notes").text))
    assert notes_of(house, session) == ()


def test_notes_are_shown_together_and_come_to_the_board_once(house: TestHouse) -> None:
    sam, community_id = house.actor("sam"), house.community.id
    session, _ = new_session(house.runtime, sam, community_id, "T3", without_board(house).day)
    phones = [join(house, session) for _ in range(3)]
    begin(house, session)
    form = phones[0].form("words 0")
    for _ in range(2):
        phones[0].send(form)
    for number, phone in enumerate(phones[1:], start=1):
        phone.write(f"words {number}")
    use_cases.collect(house.runtime, sam, session.id)
    before = (len(notes_of(house, session)), len(stickies_of(house, session)))

    reveal(house, session)
    phones[0].send(form)
    place(house, session)

    wanted = [f"words {number}" for number in range(3)]
    assert before == (0, 0)
    assert sorted(each.text or "" for each in notes_of(house, session)) == wanted
    assert sorted(each.content for each in stickies_of(house, session)) == wanted
    assert len({each.seen_at for each in notes_of(house, session)}) == 1


def test_its_writer_changes_and_deletes_it_meanwhile(
    house: TestHouse, session: Session, phones: list[Phone]
) -> None:
    form = phones[0].form(WORDS)
    phones[0].send(form)
    note_id = phones[0].open("/notes").text.partition("/notes/")[2].partition('"')[0]
    at = f"{phones[0].mine}/notes/{note_id}"

    phones[0].client.post(f"{at}/change", data={"note": "other words"})
    changed = phones[0].open("/notes").text
    phones[0].client.post(f"{at}/delete")
    phones[0].send(form)  # a line that was lost for long

    assert "other words" in changed
    assert WORDS not in changed
    assert "no note of yours" in phones[0].open("/notes").text
    assert b"canary" not in databases.everything(house.services.db)


def test_what_nobody_revealed_is_kept_at_close(
    house: TestHouse, session: Session, phones: list[Phone]
) -> None:
    phones[0].write(WORDS)

    use_cases.close_session(house.runtime, house.actor("sam"), session.id)

    (note,) = notes_of(house, session)
    assert (note.text, note.author_hash) == (WORDS, None)
    assert WORDS in phones[0].open("/notes").text


def test_with_fewer_than_three_phones_it_is_refused(house: TestHouse, session: Session) -> None:
    for _ in range(2):
        join(house, session)

    assert TOO_FEW in begin(house, session)


def test_no_box_that_stays_here_is_written_in_quietly(
    house: TestHouse, session: Session, phones: list[Phone]
) -> None:
    assert "do not write in this box" in begin(house, session, STAYS)


def test_readiness_has_three_words(house: TestHouse) -> None:
    def note(writer: int) -> QuietNote:
        return QuietNote(
            id=str(writer),
            session_id="s",
            zone_code=KEPT,
            label=Label.M,
            kind="note",
            text="words",
            author_hash=str(writer),
            own_hash="own",
            erase_on=None,
            written_at=house.services.now,
        )

    said = {writers: readiness(map(note, range(writers)), 10) for writers in (0, 1, 7, 8, 10)}
    assert said[0] is Readiness.NOBODY
    assert said[1] is said[7] is Readiness.SOME
    assert said[8] is said[10] is Readiness.NEARLY_EVERYONE


def test_a_change_is_told_with_the_next_twenty_seconds(
    house: TestHouse, session: Session, phones: list[Phone]
) -> None:
    def told() -> str:
        return quiet_state(house.services, house.actor("sam"), session.id)[KEPT]

    for phone in phones:
        phone.write(WORDS)
    at_once = told()
    house.clock.now += timedelta(seconds=20)

    assert (at_once, told()) == (Readiness.NOBODY, Readiness.NEARLY_EVERYONE)

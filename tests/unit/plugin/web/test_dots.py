"""Dots by phone: as many as a step gives, shown once to everybody, a fact beside the note."""

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugin import building, use_cases
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.convene.without_board import open_without_board
from plugin.domain.sessions import Session
from plugin.govern.withdrawal import take_back
from plugin.store import sessions as stored_sessions
from tests import databases
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import Phone, join, notes_of

DESIGN = read_template("T8")
DOTTED = next(number for number, step in enumerate(DESIGN.steps) if step.dots)
BOX = "Z2"  # of that step
FEWEST = 5


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Session:
    sam, day = house.actor("sam"), date(2026, 11, 18)
    planned = plan_session(house.services, sam, house.community.id, day, DESIGN)
    session = open_without_board(house.services, sam, planned.id)
    return with_policy(house, session, labels={each.code: each.label for each in DESIGN.zones})


def with_policy(house: TestHouse, session: Session, **changed: Any) -> Session:
    """Let a session have what its group could have agreed."""
    assert session.on_board is not None
    policy = dataclasses.replace(session.on_board.policy, **changed)
    changed_session = dataclasses.replace(
        session, on_board=dataclasses.replace(session.on_board, policy=policy)
    )
    with house.services.db.begin() as tx:
        stored_sessions.save_session(tx, changed_session)
    return changed_session


def begin(house: TestHouse, session: Session, step: int = DOTTED, shown: str = "") -> None:
    house.as_("sam").post(f"/s/{session.id}/live/step", data={"to": str(step), "shown": shown})


def a_room(house: TestHouse, session: Session, people: int = FEWEST) -> tuple[list[Phone], dict]:
    """Return phones, and the notes that the first one wrote, by their words."""
    phones = [join(house, session) for _ in range(people)]
    for words in ("one", "two", "three", "four"):
        phones[0].write(words, BOX)
    phones[0].write("held: how I leave", "ZC")
    begin(house, session)
    return phones, {each.text: each.id for each in notes_of(house, session)}


def put(phone: Phone, *note_ids: str, listed: tuple[str, ...] | None = None) -> int:
    on_page = [str(e.attributes["value"]) for e in parsed(phone).css("[name=listed]")]
    data = {"note": list(note_ids), "listed": list(on_page if listed is None else listed)}
    return phone.client.post(f"{phone.mine}/dots", data=data).status_code


def parsed(phone: Phone) -> LexborHTMLParser:
    return LexborHTMLParser(phone.open("/dots").text)


def ticked(phone: Phone) -> set[str]:
    return {str(e.attributes["value"]) for e in parsed(phone).css("[name=note][checked]")}


def reveal(house: TestHouse, session: Session) -> str:
    data = {"step": str(DOTTED)}
    answer = house.as_("sam").post(f"/s/{session.id}/dots", data=data, follow_redirects=True)
    return answer.text


def rows(house: TestHouse, table: str) -> int:
    return len(databases.selected(house.services.db, f"SELECT session_id FROM {table}"))  # noqa: S608


def test_dots_are_shown_together_and_stand_beside_the_note(
    house: TestHouse, session: Session
) -> None:
    phones, notes = a_room(house, session)
    assert f"{phones[0].mine}/dots" in phones[0].open("/now").text
    assert "how I leave" not in phones[1].open("/dots").text  # held notes are only listened to
    for phone in phones:
        assert put(phone, notes["two"], *([notes["one"]] if phone is phones[0] else [])) == 303
    waits = [phones[1].open("/dots").text, house.as_("sam").get(f"/s/{session.id}/dots").text]

    said = reveal(house, session)
    shown = [phones[1].open("/dots").text, house.as_("sam").get(f"/s/{session.id}/dots").text]
    late = put(phones[1], notes["four"], listed=(notes["four"],))
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    read = house.as_("helen").get(f"/notes/{notes['two']}").text
    desk = house.as_("helen").get(f"/c/{house.community.id}/desk/sort").text

    assert not any("5 dots" in page for page in waits)
    assert "The dots are shown" in said
    for page in shown:
        assert page.index("two") < page.index("5 dots") < page.lower().index("one dot")
    assert late == 400
    assert "5 dots in the room" in read
    assert "5 dots in the room" in desk
    assert "One dot in the room" in desk
    assert rows(house, "dot") == 0


def test_fewer_people_than_agreed_show_nothing_not_even_at_close(
    house: TestHouse, session: Session
) -> None:
    assert session.on_board is not None
    limits = dataclasses.replace(session.on_board.policy.limits, smallest_group=6)
    with_policy(house, session, limits=limits)
    phones, notes = a_room(house, session)
    for phone in phones:
        put(phone, notes["one"])

    said = reveal(house, session)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)

    assert "Fewer than 6 people" in said
    assert (rows(house, "dot"), rows(house, "dot_count")) == (0, 0)
    assert "dots in the room" not in house.as_("helen").get(f"/notes/{notes['one']}").text


def test_what_nobody_showed_is_counted_at_close(house: TestHouse, session: Session) -> None:
    phones, notes = a_room(house, session)
    for phone in phones:
        put(phone, notes["one"])
    begin(house, session, DOTTED + 1, str(DOTTED))  # nobody can put any more
    late = put(phones[0], notes["two"], listed=(notes["two"],))

    use_cases.close_session(house.runtime, house.actor("sam"), session.id)

    assert late == 400
    assert "5 dots in the room" in house.as_("helen").get(f"/notes/{notes['one']}").text


def test_nobody_has_more_dots_than_the_step_gives_and_a_choice_stays(
    house: TestHouse, session: Session
) -> None:
    phones, notes = a_room(house, session, people=1)
    (phone,) = phones
    four = {notes[words] for words in ("one", "two", "three", "four")}
    answer = phone.client.post(
        f"{phone.mine}/dots", data={"note": list(four), "listed": list(four)}
    )
    again = {str(e.attributes["value"]) for e in LexborHTMLParser(answer.text).css("[checked]")}
    before = ticked(phone)

    put(phone, notes["one"], notes["two"])
    put(phone, notes["three"], listed=(notes["three"],))  # those of another page stay
    stored = ticked(phone)
    put(phone, notes["held: how I leave"], listed=())

    assert (answer.status_code, again, before) == (400, four, set())
    assert "You have 3 dots, and chose 4 notes." in answer.text
    assert stored == ticked(phone) == four - {notes["four"]}


def test_a_note_that_goes_takes_its_dots_with_it(house: TestHouse, session: Session) -> None:
    phones, notes = a_room(house, session)
    for phone in phones:
        put(phone, notes["one"], notes["two"])
    by_id = {each.id: each for each in notes_of(house, session)}

    phones[0].press(by_id[notes["one"]], "delete")
    left = rows(house, "dot")
    reveal(house, session)
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    phones[0].press(by_id[notes["two"]], "take-back")

    assert left == len(phones)
    assert rows(house, "dot_count") == 0


def test_no_row_knows_whose_dot_it_was(house: TestHouse, session: Session) -> None:
    phones, notes = a_room(house, session)
    for phone in phones:
        put(phone, notes["one"])
    db = house.services.db
    hashes = set(databases.selected(db, "SELECT own_hash FROM dot"))
    known = [
        *databases.selected(db, "SELECT token_hash FROM participant"),
        *databases.selected(db, "SELECT own_hash FROM note"),
        *databases.selected(db, "SELECT author_hash FROM note"),
    ]

    assert len(hashes) == len(phones)
    assert not hashes & set(known)


def test_only_whoever_runs_the_session_shows_dots(house: TestHouse, session: Session) -> None:
    a_room(house, session, people=1)

    refused = [
        house.as_(who).post(f"/s/{session.id}/dots", data={"step": "1"}).status_code
        for who in ("amina", "grace", "stranger", None)
    ]

    assert all(status in (302, 303, 403, 404) for status in refused)
    assert house.as_("amina").get(f"/s/{session.id}/dots").status_code in (403, 404)
    assert LexborHTMLParser(house.as_(None).get(f"/me/{session.id}/x/dots").text).css_first("main")
    assert house.as_(None).get(f"/me/{session.id}/x/dots").status_code == 404


def laid_out(house: TestHouse) -> tuple[Session, str]:
    """Return a session whose board lays out a note of an earlier one as a card, and that note."""
    sam, stories = house.actor("sam"), read_template("T3")
    before = plan_session(house.services, sam, house.community.id, date(2026, 11, 18), stories)
    first = open_without_board(house.services, sam, before.id)
    with_policy(house, first, labels={each.code: each.label for each in stories.zones})
    join(house, first).write("a card of last time", "Z3")
    use_cases.close_session(house.runtime, sam, first.id)
    (note,) = (e for e in notes_of(house, first) if e.text == "a card of last time")
    planned = plan_session(house.services, sam, house.community.id, date(2026, 12, 16), DESIGN)
    building.lay_out(house.runtime, sam, planned, {f"note:{note.id}"})
    session = open_without_board(house.services, sam, planned.id)
    labels = {each.code: each.label for each in DESIGN.zones}
    return with_policy(house, session, labels=labels), note.id


def test_dots_go_on_the_cards_of_earlier_sessions(house: TestHouse) -> None:
    session, note_id = laid_out(house)
    phones = [join(house, session) for _ in range(FEWEST)]
    begin(house, session)

    assert "a card of last time" in phones[0].open("/dots").text
    for phone in phones:
        assert put(phone, note_id) == 303
    reveal(house, session)

    assert "a card of last time" in house.as_("sam").get(f"/s/{session.id}/dots").text
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    assert "5 dots in the room" in house.as_("helen").get(f"/notes/{note_id}").text


def test_a_card_whose_note_is_taken_back_has_no_dots(house: TestHouse) -> None:
    session, note_id = laid_out(house)
    phones = [join(house, session) for _ in range(FEWEST)]
    begin(house, session)
    for phone in phones:
        put(phone, note_id)

    take_back(house.services, house.actor("sam"), note_id)
    reveal(house, session)

    assert "a card of last time" not in phones[0].open("/dots").text
    assert (rows(house, "dot"), rows(house, "dot_count")) == (0, 0)


def told(house: TestHouse, session: Session) -> str:
    """Return what the live view says of how far people are with their dots."""
    page = LexborHTMLParser(house.as_("sam").get(f"/s/{session.id}/live").text)
    found = page.css_first("section[aria-labelledby^=dots] [role=status]")
    return found.text().strip() if found else ""


def test_how_far_people_are_is_told_in_words_that_change_at_full_twenty_seconds(
    house: TestHouse, session: Session
) -> None:
    phones, notes = a_room(house, session)
    said = [told(house, session)]
    for phone in phones[:4]:
        put(phone, notes["two"])
        said.append(told(house, session))  # nobody reads a press off the page
    house.clock.now += timedelta(seconds=20)
    said.append(told(house, session))
    put(phones[4], notes["one"])
    phones[0].press(next(e for e in notes_of(house, session) if e.text == "two"), "delete")
    join(house, session)
    said.append(told(house, session))
    house.clock.now += timedelta(seconds=20)
    said.append(told(house, session))
    state = house.as_("sam").get(f"/s/{session.id}/live/state").get_json()["state"]

    assert said[:5] == ["Nobody has put dots yet."] * 5
    assert said[5:7] == ["Nearly everyone has put dots."] * 2
    assert said[7] == "Some have put dots."
    assert "Some have put dots." in state
    assert not any(character.isdecimal() for words in said for character in words)


def test_fewer_phones_than_the_smallest_group_are_told_nothing_of(
    house: TestHouse, session: Session
) -> None:
    phones, notes = a_room(house, session, people=FEWEST - 1)
    for phone in phones:
        put(phone, notes["two"])
    house.clock.now += timedelta(seconds=20)

    assert told(house, session) == ""
    assert "only if at least 5 people put any" in house.as_("sam").get(f"/s/{session.id}/live").text


def test_words_that_were_told_stay_when_minutes_are_added(
    house: TestHouse, session: Session
) -> None:
    phones, notes = a_room(house, session)
    for phone in phones:
        put(phone, notes["two"])

    house.as_("sam").post(f"/s/{session.id}/live/longer", data={"shown": str(DOTTED)})

    assert told(house, session) == "Nobody has put dots yet."

"""How was it? Three taps by phone, one spread after Close, and words that their writer ends."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugin import use_cases
from plugin.backups.replaying import replay
from plugin.domain.people import OPERATOR
from plugin.domain.pulse import LONGEST_CHANGE, Tap
from plugin.domain.sessions import Session
from plugin.govern.retention import tidy
from plugin.store import erasure_log, legal_holds
from plugin.store import pulse as stored_pulse
from plugin.store import sessions as stored_sessions
from tests import databases
from tests.promises.test_05_a_hold_only_stops_the_erasing import place_hold
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import KEPT, Phone, join, notes_of, without_board

WORDS = "canary: talk first and write after"
FEWEST = 5


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Session:
    return without_board(house)


def say(phone: Phone, heard: str = "yes", change: str = "") -> int:
    data = {"heard": heard, "free": "", "worth": "no", "change": change}
    return phone.client.post(f"{phone.mine}/pulse", data=data).status_code


def close(house: TestHouse, session: Session) -> None:
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)


def numbers(page: str) -> dict[str, list[str]]:
    rows = LexborHTMLParser(page).css(".spread tbody tr")
    return {row.css("th")[0].text(): [cell.text() for cell in row.css("td")] for row in rows}


def test_the_spread_is_shown_once_the_session_is_closed(house: TestHouse, session: Session) -> None:
    phones = [join(house, session) for _ in range(FEWEST)]
    phones[0].write("a note, so that the link leads on")
    for phone, heard in zip(phones, ("yes", "yes", "no", "partly", "yes"), strict=True):
        assert say(phone, heard) == 303
    before = house.as_("sam").get(f"/s/{session.id}").text

    close(house, session)

    after = house.as_("sam").get(f"/s/{session.id}").text
    wanted = {"Did you feel heard?": ["3", "1", "1"], "Was it worth the time?": ["0", "0", "5"]}
    assert numbers(before) == {}
    assert numbers(after) == numbers(phones[0].open("/pulse").text) == wanted
    assert numbers(house.as_("amina").get(f"/s/{session.id}").text) == {}


@pytest.mark.parametrize(
    ("people", "least", "is_shown"), [(4, 3, False), (6, 7, False), (7, 7, True)]
)
def test_fewer_than_the_agreed_number_show_nothing(
    house: TestHouse, session: Session, people: int, least: int, is_shown: bool
) -> None:
    assert session.on_board is not None
    limits = dataclasses.replace(session.on_board.policy.limits, smallest_group=least)
    policy = dataclasses.replace(session.on_board.policy, limits=limits)
    with house.services.db.begin() as tx:
        plan = dataclasses.replace(session.on_board, policy=policy)
        stored_sessions.save_session(tx, dataclasses.replace(session, on_board=plan))
    for _ in range(people):
        say(join(house, session))

    close(house, session)

    assert bool(numbers(house.as_("sam").get(f"/s/{session.id}").text)) is is_shown


def test_one_person_counts_once_and_changes_it_until_close(
    house: TestHouse, session: Session
) -> None:
    phones = [join(house, session) for _ in range(FEWEST)]
    for phone in phones:
        for heard in ("no", "yes"):
            say(phone, heard, "older canary")
    say(phones[0], "", "")

    chosen = LexborHTMLParser(phones[1].open("/pulse").text).css("[name=heard][checked]")
    close(house, session)

    assert [each.attributes["value"] for each in chosen] == ["yes"]
    assert "Did you feel heard?" not in numbers(house.as_("sam").get(f"/s/{session.id}").text)


def test_after_close_nothing_is_taken_and_the_words_typed_are_still_there(
    house: TestHouse, session: Session
) -> None:
    phone = join(house, session)
    phone.write("a note")
    close(house, session)

    answer = phone.client.post(f"{phone.mine}/pulse", data={"change": WORDS, "heard": "yes"})

    assert answer.status_code == 400
    assert WORDS in answer.text
    assert b"canary" not in databases.everything(house.services.db)


def test_what_one_would_change_is_read_by_those_named_and_deleted_by_its_writer(
    house: TestHouse, session: Session
) -> None:
    phone, idle = join(house, session), join(house, session)
    say(phone, change=WORDS)
    say(idle)
    close(house, session)
    mine = phone.open("/pulse").text
    read = {who: WORDS in house.as_(who).get(f"/s/{session.id}").text for who in ("sam", "amina")}

    phone.client.post(f"{phone.mine}/pulse/delete")

    assert WORDS in mine
    assert read == {"sam": True, "amina": False}
    assert idle.open("/pulse").status_code == 404
    assert WORDS not in house.as_("sam").get(f"/s/{session.id}").text
    assert b"canary" not in databases.everything(house.services.db)


def test_what_was_deleted_does_not_come_back_with_a_backup(
    house: TestHouse, session: Session
) -> None:
    phone = join(house, session)
    say(phone, change=WORDS)
    close(house, session)
    with house.services.db.read() as tx:
        things = stored_pulse.things_to_change(tx, session.id, house.services.today)
    phone.client.post(f"{phone.mine}/pulse/delete")

    with house.services.db.begin() as tx:
        stored_pulse.publish(tx, session.id, (), things)
        replay(house.services, tx, erasure_log.entries_of(tx))

    assert WORDS not in house.as_("sam").get(f"/s/{session.id}").text


def test_what_one_would_change_goes_on_the_day_of_held_notes(
    house: TestHouse, session: Session
) -> None:
    say(join(house, session), change=WORDS)
    close(house, session)

    house.clock.pass_days((session.held_until - house.services.today).days)
    shown = house.as_("sam").get(f"/s/{session.id}").text
    tidy(house.services, OPERATOR)

    assert WORDS not in shown
    assert b"canary" not in databases.everything(house.services.db)


def test_what_one_would_change_goes_on_that_day_from_a_session_that_is_still_open(
    house: TestHouse, session: Session
) -> None:
    phone = join(house, session)
    assert say(phone, change=WORDS) == 303
    house.clock.pass_days((session.held_until - house.services.today).days)
    hold_id = place_hold(house)
    tidy(house.services, OPERATOR)
    assert b"canary" in databases.everything(house.services.db)
    assert WORDS not in phone.open("/pulse").text  # a hold stops the erasing alone
    with house.services.db.begin() as tx:
        legal_holds.end(tx, house.community.id, hold_id, house.services.today)

    tidy(house.services, OPERATOR)

    assert b"canary" not in databases.everything(house.services.db)
    assert say(phone, change="Other words") == 400
    with house.services.db.read() as tx:  # what they tapped is as it was
        assert [each.heard for each in stored_pulse.answers(tx, session.id)] == [Tap.YES]


def test_it_goes_where_it_repeats_a_note_that_is_taken_back(
    house: TestHouse, session: Session
) -> None:
    phone = join(house, session)
    phone.write(WORDS)
    say(join(house, session), change=f"As I wrote: {WORDS}")
    close(house, session)
    (note,) = notes_of(house, session)

    phone.press(note, "take-back")

    assert b"canary" not in databases.everything(house.services.db)


def test_what_one_would_change_is_read_to_the_group_in_a_later_session(
    house: TestHouse, session: Session
) -> None:
    say(join(house, session), change=WORDS)
    close(house, session)
    later, sam = without_board(house), house.as_("sam")

    page = sam.get(f"/s/{later.id}/read-back").text
    used = sam.post(f"/s/{later.id}/read-back/lines", data={"use": WORDS}).text

    button = LexborHTMLParser(page).css_first("button[name=use]")
    assert button is not None
    assert button.attributes["value"] == WORDS
    field = LexborHTMLParser(used).css_first('[name="sentence.new"]')
    assert field is not None
    assert field.text().strip() == WORDS


def test_too_many_words_are_refused_and_stay_in_the_form(
    house: TestHouse, session: Session
) -> None:
    phone = join(house, session)
    answer = phone.client.post(
        f"{phone.mine}/pulse", data={"change": "x" * (LONGEST_CHANGE + 1), "heard": "yes"}
    )

    assert answer.status_code == 400
    assert "x" * (LONGEST_CHANGE + 1) in answer.text


def test_nobody_answers_before_the_session_or_with_a_dead_link(
    house: TestHouse, session: Session
) -> None:
    assert house.as_(None).post(f"/me/{session.id}/dead/pulse", data={}).status_code == 404


def test_the_box_at_the_end_leads_there(house: TestHouse, session: Session) -> None:
    phone = join(house, session)

    for path in ("/boxes/ZC", "/boxes", "/notes"):
        assert f"{phone.mine}/pulse" in phone.open(path).text
    assert KEPT in phone.open("/boxes").text

"""Promise 7: no spread of few people's answers, and none that comparing two of them takes apart."""

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin import use_cases
from plugin.converse.pulse import answer_pulse, pulse_of
from plugin.converse.quiet_writing import begin_quiet, quiet_state
from plugin.domain.pulse import PulseAnswer, PulseQuestion, Tap, spreads_of
from plugin.domain.sessions import Session
from plugin.errors import BadInput
from tests import databases
from tests.unit.plugin.web.house import TestHouse, make_house
from tests.world.phones import KEPT, Phone, join, without_board

TAPS = (None, *Tap)
ATTACKS = 100


@pytest.fixture
def house(tmp_path: Path) -> Iterator[TestHouse]:
    made = make_house(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def session(house: TestHouse) -> Session:
    return without_board(house)


def say(house: TestHouse, phone: Phone, taps: list[Tap | None], change: str = "") -> None:
    session_id, token = phone.mine.split("/")[-2:]
    tapped = {each: tap for each, tap in zip(PulseQuestion, taps, strict=True) if tap}
    answer_pulse(house.services, session_id, token, tapped, change)


def pages(house: TestHouse, session: Session) -> list[str]:
    """Return what whoever runs a session sees of it, without what is new on every showing."""
    sam = house.as_("sam")
    return [sam.get(f"/s/{session.id}{more}").text for more in ("", "/close?step=2")]


@given(
    st.lists(st.tuples(*[st.sampled_from(TAPS)] * 3), max_size=12),
    st.integers(min_value=5, max_value=9),
)
def test_no_spread_is_of_fewer_people_than_agreed(
    taps: list[tuple[Tap | None, Tap | None, Tap | None]], fewest: int
) -> None:
    answers = [PulseAnswer(str(number), *each) for number, each in enumerate(taps)]

    for spread in spreads_of(answers, fewest):
        answered = [each for each in answers if each.tap(spread.question) is not None]
        assert sum(many for _, many in spread.rows) == len(answered) >= fewest


def test_a_hundred_readings_between_answers_tell_nothing(
    house: TestHouse, session: Session
) -> None:
    phones = [join(house, session) for _ in range(7)]
    chance = random.Random(7)  # noqa: S311 # an order for a test
    before = pages(house, session)
    told = set()
    for _ in range(ATTACKS):
        say(house, chance.choice(phones), chance.choices(TAPS, k=3), chance.choice(("", "less")))
        told.add(pulse_of(house.services, house.actor("sam"), session.id))

    assert told == {None}
    assert pages(house, session) == before


def test_a_hundred_answers_after_close_change_no_spread(house: TestHouse, session: Session) -> None:
    phones = [join(house, session) for _ in range(7)]
    chance = random.Random(8)  # noqa: S311 # an order for a test
    for phone in phones:
        phone.write("a note, so that the link leads on")
        say(house, phone, [Tap.YES, Tap.PARTLY, chance.choice(tuple(Tap))])
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)
    shown = pulse_of(house.services, house.actor("sam"), session.id)
    assert shown is not None
    assert len(shown.spreads) == 3

    for _ in range(ATTACKS):
        with pytest.raises(BadInput):
            say(house, chance.choice(phones), chance.choices(TAPS, k=3), "canary")

    assert pulse_of(house.services, house.actor("sam"), session.id) == shown


def test_after_close_no_row_knows_who_tapped_what(house: TestHouse, session: Session) -> None:
    # The words stay with a hash that only their writer's link makes; no tap stays with anything.
    phones = [join(house, session) for _ in range(6)]
    for phone in phones:
        phone.write("a note")
        say(house, phone, [Tap.NO, Tap.PARTLY, Tap.YES], "talk first")
    use_cases.close_session(house.runtime, house.actor("sam"), session.id)

    db = house.services.db
    things = databases.selected(db, "SELECT own_hash FROM thing_to_change")
    notes = databases.selected(db, "SELECT own_hash FROM note WHERE own_hash IS NOT NULL")
    assert databases.selected(db, "SELECT * FROM pulse_answer") == []
    assert len(set(things)) == len(set(notes)) == 6
    assert not set(things) & set(notes)


def test_a_hundred_readings_of_readiness_tell_no_single_press(
    house: TestHouse, session: Session
) -> None:
    """Within twenty seconds nothing that one person does changes what is told."""
    phones, sam = [join(house, session) for _ in range(5)], house.actor("sam")
    begin_quiet(house.services, sam, session.id, KEPT)
    chance = random.Random(9)  # noqa: S311 # an order for a test

    def told() -> str:
        return quiet_state(house.services, sam, session.id)[KEPT]

    def write(phone: Phone) -> None:
        phone.write(f"words {chance.random()}")

    def delete(phone: Phone) -> None:
        found = re.search(r"/notes/([^\"/]+)\"", phone.open("/notes").text)
        if found:
            phone.client.post(f"{phone.mine}/notes/{found[1]}/delete")

    def another_joins(_phone: Phone) -> None:
        phones.append(join(house, session))

    seen = set()
    for _ in range(ATTACKS // 5):
        house.clock.now += timedelta(seconds=20)
        before = told()
        seen.add(before)
        for act in chance.choices((write, delete, another_joins), weights=(3, 4, 1), k=5):
            act(chance.choice(phones))
            assert told() == before

    assert len(seen) > 1

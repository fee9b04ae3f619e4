"""Promise 11 through the phone page: whatever is lost or dies, a note is there exactly once."""

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from connectors.errors import ConnectorError
from plugin import use_cases
from plugin.converse import placing
from plugin.domain.sessions import Session
from plugin.jobs.periodic_jobs import ask_for_what_is_due
from plugin.jobs.running import ready, run_one
from tests.world import World, make_world
from tests.world.jobs import new_session
from tests.world.phones import HELD, KEPT, break_bulk, join, notes_of, place, stickies_of


class Killed(BaseException):
    """The process is gone; nothing in it hears of that."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path)
    made.runs_at_once = False
    yield made
    made.services.db.close()


@pytest.fixture
def session(world: World) -> Session:
    sam, community_id = world.actor("sam"), world.community.id
    return new_session(world.runtime, sam, community_id, "T3", date(2026, 11, 18))[0]


def collect(world: World, session: Session) -> None:
    use_cases.collect(world.runtime, world.actor("sam"), session.id)


def assert_once(world: World, session: Session, *words: str) -> None:
    """Look that these words are there once, here and on the board, and stand for each other."""
    notes, stickies = notes_of(world, session), stickies_of(world, session)
    assert sorted(each.text or "" for each in notes) == sorted(words)
    assert sorted(each.content for each in stickies) == sorted(words)
    assert {each.miro_item_id for each in notes} == {each.id for each in stickies}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", ["no_answer", "500", "html"])
def test_an_answer_of_miro_is_lost(world: World, session: Session, kind: str, when: str) -> None:
    phone = join(world, session)
    phone.write("one & <b>only</b>")
    break_bulk(world, kind, when)
    with pytest.raises(ConnectorError):
        place(world, session)

    collect(world, session)
    before = len(notes_of(world, session))
    place(world, session)
    collect(world, session)

    assert before == 1
    assert len(stickies_of(world, session)) == len(notes_of(world, session)) == 1
    assert notes_of(world, session)[0].miro_item_id == stickies_of(world, session)[0].id


@pytest.mark.parametrize("button", ["change", "delete"])
def test_its_writer_has_second_thoughts_while_an_answer_is_lost(
    world: World, session: Session, button: str
) -> None:
    phone = join(world, session)
    phone.write("first words")
    break_bulk(world, "no_answer")
    with pytest.raises(ConnectorError):
        place(world, session)

    phone.press(notes_of(world, session)[0], button, "second words")
    place(world, session)
    collect(world, session)

    assert_once(world, session, *(["second words"] if button == "change" else []))


def test_the_server_dies_between_storing_and_placing(world: World, session: Session) -> None:
    join(world, session).write("stored first")
    waiting = ready(world.runtime)

    ask_for_what_is_due(world.runtime)  # what another worker does within a minute
    for job in ready(world.runtime):
        if job.subject == session.id:
            run_one(world.runtime, job.id)

    assert [each.subject for each in waiting] == [session.id]
    assert_once(world, session, "stored first")


def test_the_server_dies_between_sending_and_hearing(
    world: World, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(world, session).write("sent and unheard")
    with monkeypatch.context() as patched:
        patched.setattr(placing, "_link", _die)
        with pytest.raises(Killed):
            place(world, session)

    collect(world, session)
    place(world, session)

    assert_once(world, session, "sent and unheard")


def test_two_workers_place_at_once(world: World, session: Session) -> None:
    join(world, session).write("once")
    place(world, session)

    place(world, session)

    assert_once(world, session, "once")


def test_a_note_is_taken_back_while_its_sticky_is_on_its_way(
    world: World, session: Session
) -> None:
    phone = join(world, session)
    phone.write("soon taken back")
    break_bulk(world, "no_answer")
    with pytest.raises(ConnectorError):
        place(world, session)
    use_cases.close_session(world.runtime, world.actor("sam"), session.id)

    phone.press(notes_of(world, session)[0], "take-back")
    place(world, session)
    collect(world, session)

    assert [each.text for each in notes_of(world, session)] == [None]
    assert stickies_of(world, session) == ()


@pytest.mark.parametrize("seed", [1, 2])
def test_everything_goes_wrong_in_any_order(world: World, session: Session, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311
    phones = [join(world, session) for _ in range(2)]
    sent = 0
    for _ in range(14):
        phone, notes = dice.choice(phones), notes_of(world, session)
        own = [each for each in notes if phone.open(f"/notes/{each.id}").status_code == 200]
        act = dice.choice(["write", "write", "change", "delete", "place", "fail", "collect"])
        if act == "write":
            sent += 1
            box = dice.choice([KEPT, HELD])
            form = phone.form(f"words {sent}", box)
            for _ in range(dice.choice([1, 2])):
                phone.send(form, box)
        elif act in ("change", "delete") and own:
            sent += 1
            phone.press(dice.choice(own), act, f"words {sent}")
        elif act == "fail":
            break_bulk(world, dice.choice(["no_answer", "500"]), dice.choice(["before", "after"]))
        elif act == "place":
            with suppress(ConnectorError):
                place(world, session)
        elif act == "collect":
            collect(world, session)
    world.sandbox.extensions["hedgerow_sandbox"].faults.clear()
    place(world, session)
    held = [each.text or "" for each in notes_of(world, session)]

    collect(world, session)

    assert_once(world, session, *held)


def _die(*_given: object) -> None:
    raise Killed

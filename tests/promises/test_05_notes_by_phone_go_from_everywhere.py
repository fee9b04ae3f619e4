"""Promise 5 through the phone page: words that go are nowhere any more, and come again nowhere."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from connectors.errors import ConnectorError
from connectors.miro.new_items import NewSticky
from plugin import use_cases
from plugin.domain.sessions import Session
from plugin.store import boards as stored_boards
from tests import databases
from tests.world import World, make_world
from tests.world.jobs import new_session
from tests.world.phones import (
    KEPT,
    STAYS,
    Phone,
    board_id,
    break_bulk,
    join,
    miro_of,
    notes_of,
    place,
    stickies_of,
    without_board,
)

WORDS = "canary: nobody decides on a Friday after four"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path)
    yield made
    made.services.db.close()


@pytest.fixture
def session(world: World) -> Session:
    sam, community_id = world.actor("sam"), world.community.id
    return new_session(world.runtime, sam, community_id, "T3", date(2026, 11, 18))[0]


@pytest.fixture
def phone(world: World, session: Session) -> Phone:
    found = join(world, session)
    found.write(WORDS)
    return found


def close(world: World, session: Session) -> None:
    use_cases.close_session(world.runtime, world.actor("sam"), session.id)


def is_kept(world: World) -> bool:
    return b"canary" in databases.everything(world.services.db).lower()


@pytest.mark.parametrize("button", ["change", "delete"])
def test_until_close_words_that_are_replaced_or_deleted_are_nowhere(
    world: World, session: Session, phone: Phone, button: str
) -> None:
    before = is_kept(world)

    phone.press(notes_of(world, session)[0], button, "other words")

    assert before
    assert not is_kept(world)
    assert not any("canary" in each.content for each in stickies_of(world, session))


def test_after_close_words_that_are_taken_back_are_nowhere(
    world: World, session: Session, phone: Phone
) -> None:
    close(world, session)

    phone.press(notes_of(world, session)[0], "take-back")

    assert not is_kept(world)
    assert stickies_of(world, session) == ()


def test_a_facilitator_takes_a_note_by_phone_back_and_its_sticky_goes(
    world: World, session: Session, phone: Phone
) -> None:
    close(world, session)
    (note,) = notes_of(world, session)

    world.as_("sam").post(f"/notes/{note.id}/take-back")
    place(world, session)

    assert not is_kept(world)
    assert stickies_of(world, session) == ()
    assert "taken back" in phone.open("/notes").text


def test_a_held_note_by_phone_goes_on_its_day_from_the_board_too(
    world: World, session: Session, phone: Phone
) -> None:
    close(world, session)
    world.clock.pass_days((session.held_until - world.services.today).days)

    use_cases.tidy(world.runtime)
    place(world, session)

    assert not is_kept(world)
    assert stickies_of(world, session) == ()


def test_a_write_whose_answer_was_lost_keeps_no_words(world: World, session: Session) -> None:
    world.runs_at_once = False
    phone = join(world, session)
    phone.write(WORDS)
    break_bulk(world, "no_answer")
    with pytest.raises(ConnectorError):
        place(world, session)

    phone.press(notes_of(world, session)[0], "delete")

    assert not is_kept(world)


def test_words_copied_from_a_note_that_was_taken_back_are_asked_about(
    world: World, session: Session, phone: Phone
) -> None:
    close(world, session)
    phone.press(notes_of(world, session)[0], "take-back")
    with world.services.db.read() as tx:
        frames = {
            code: item_id for item_id, code in stored_boards.frame_zones(tx, session.id).items()
        }
    copied = NewSticky(text=WORDS, x=300.0, y=300.0, parent_id=frames[KEPT])
    miro_of(world, session).create_sticky(board_id(world, session), copied)

    captured = use_cases.collect(world.runtime, world.actor("sam"), session.id)

    assert (captured.new, captured.asked_about) == (0, 1)
    assert not is_kept(world)


def test_words_for_a_box_that_stays_here_are_never_stored(world: World, session: Session) -> None:
    # Promise 1: the form of such a box does not exist, but anybody can send one.
    phone = join(world, session)

    for press in ("", "x", phone.form("", KEPT)["press"]):
        phone.send({"note": WORDS, "press": press}, STAYS)

    assert not is_kept(world)
    assert notes_of(world, session) == ()


def test_a_note_of_several_lines_comes_back_by_no_paste(world: World) -> None:
    text = "Nobody told the ward about the discharge\nand so we rang three times\nand gave up"
    first, then = without_board(world), without_board(world)
    phone = join(world, first)
    phone.write(text)
    close(world, first)
    phone.press(notes_of(world, first)[0], "take-back")

    pasted = {"way": "paste", "box": "Z3", "words": f"{text}\nA new one", "step": "add"}
    answer = world.as_("sam").post(f"/s/{then.id}/notes/new", data=pasted | {"press": "one"})
    assert answer.status_code == 303

    assert [note.text for note in notes_of(world, then)] == ["A new one"]

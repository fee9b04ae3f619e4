"""Promise 11 by every entrance: sent again, killed half way, twice at once, a note comes once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from plugin.errors import NotNow
from tests.promises.entrances import CAPTURE, ON_A_BOARD, PANEL, PHONE, WAYS, Entrance, entrance
from tests.world.phones import stickies_of

WORDS = "nobody decides on a Friday after four"


class Killed(BaseException):
    """The process is gone; nothing in it hears of that."""


@pytest.fixture(params=WAYS)
def way_in(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Entrance]:
    with entrance(tmp_path / "here", request.param) as made:
        yield made


@contextmanager
def killed(moment: str) -> Iterator[None]:
    """End the process once, just before or just after it writes its first note."""
    is_alive = True

    def die(_connection: Any, _cursor: Any, said: str, *_more: Any) -> None:
        nonlocal is_alive
        if is_alive and said.startswith("INSERT INTO note ("):
            is_alive = False
            raise Killed

    name = f"{moment}_cursor_execute"
    event.listen(sa.Engine, name, die)
    try:
        with pytest.raises(Killed):
            yield
    finally:
        event.remove(sa.Engine, name, die)


def assert_once(way_in: Entrance) -> None:
    on_board = 1 if way_in.way in (*ON_A_BOARD, PHONE) else 0
    assert way_in.texts == [WORDS]
    assert len(way_in.notes) == 1
    assert len(stickies_of(way_in.world, way_in.session)) == on_board


def test_what_is_sent_three_times_is_there_once(way_in: Entrance) -> None:
    way_in.bring(WORDS)

    for _ in range(3):
        way_in.send()
    way_in.collect()

    assert_once(way_in)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_what_was_killed_is_gone_on_with(way_in: Entrance, moment: str) -> None:
    again: Callable[[], None] = way_in.collect if way_in.way in ON_A_BOARD else way_in.send
    way_in.prepare(WORDS)
    way_in.world.runs_at_once = False  # what a page asks for waits for a worker, which dies
    with killed(moment):
        way_in.send()
        assert way_in.way in (CAPTURE, PANEL)
        way_in.collect()
    half_way = way_in.texts

    way_in.world.runs_at_once = True
    again()
    again()

    assert half_way == []
    assert_once(way_in)


def test_two_who_send_at_once_make_one_note(way_in: Entrance) -> None:
    way_in.prepare(WORDS)

    with ThreadPoolExecutor(2) as both:
        ended = [each.exception() for each in [both.submit(way_in.send) for _ in range(2)]]
    # The second may be told that the first still works; nothing else stops either.
    assert None in ended
    assert all(each is None or isinstance(each, NotNow) for each in ended)
    way_in.collect()

    assert_once(way_in)


def test_words_of_two_people_that_are_alike_are_two_notes(way_in: Entrance) -> None:
    # What is written twice is not what arrives twice: nothing may be lost either.
    way_in.bring(WORDS, by=1)
    way_in.bring(WORDS, by=2)
    way_in.collect()

    assert way_in.texts == [WORDS, WORDS]

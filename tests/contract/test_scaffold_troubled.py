"""A board is built although Miro answers errors to many writes, done or not, at any chance."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.serve import Server, serve
from plugin import intents
from plugin.errors import NotNow
from plugin.intents import LIKE_A_PAGE, WaitPolicy
from plugin.scaffold import passes
from plugin.scaffold.run import Built
from tests.unit.plugin.scaffold.room import Room, make_room


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = serve(create_sandbox())
    running.start()
    yield running
    running.stop()


@pytest.fixture
def room(tmp_path: Path, server: Server) -> Room:
    requests.post(f"{server.url}/_sandbox/reset", timeout=5)
    miro = MiroClient(HTTP(), "sandbox-hedgerow", f"{server.url}/miro")
    return replace(make_room(tmp_path), miro=miro)


def trouble(server: Server, when: str, chance: float, seed: int, route: str = "*") -> None:
    fault = {
        "vendor": "miro", "kind": "500", "method": "POST", "route": route, "times": None,
        "when": when, "chance": chance, "seed": seed,
    }  # fmt: skip
    answer = requests.post(f"{server.url}/_sandbox/faults", json=fault, timeout=5)
    assert answer.status_code == 201


def no_trouble(server: Server) -> None:
    requests.delete(f"{server.url}/_sandbox/faults", timeout=5)


def assert_whole(room: Room, built: Built) -> None:
    items = room.miro.items(built.miro_board_id)
    frames = Counter(item.title for item in items if item.type == "frame")
    texts = Counter((item.parent_id, item.wording) for item in items if item.type != "frame")
    assert (len(frames), len(items)) == (built.frames, built.frames + built.items)
    assert set(frames.values()) == {1}
    assert max(texts.values()) == 1
    assert len(room.miro.list_boards()) == 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("chance", "seed"), [(0.5, 1), (0.7, 3), (0.7, 4)])
def test_a_board_is_whole_whatever_miro_answers(
    room: Room, server: Server, when: str, chance: float, seed: int
) -> None:
    trouble(server, when, chance, seed)
    told: list[str] = []

    built = room.build(room.plan(), waits=WaitPolicy(lambda _seconds: None, told.append))

    assert_whole(room, built)
    assert any("boxes" in sentence and "on the board" in sentence for sentence in told)


def test_a_board_is_whole_where_errors_come_before_and_after_the_work(
    room: Room, server: Server
) -> None:
    trouble(server, "before", 0.35, 6)
    trouble(server, "after", 0.54, 7)

    built = room.build(room.plan(), waits=WaitPolicy(lambda _seconds: None))

    assert_whole(room, built)


def test_a_board_that_stays_troubled_ends_in_words_and_goes_on_later(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes, "MOST_PASSES", 3)
    session = room.plan()
    trouble(server, "before", 1.0, 8, "/v2/boards/*/items/bulk")
    told: list[str] = []

    with pytest.raises(NotNow, match=r"11 of 11 boxes and 0 of \d+ texts are on the board"):
        room.build(session, waits=WaitPolicy(lambda _seconds: None, told.append))
    no_trouble(server)

    built = room.build(session, waits=WaitPolicy(lambda _seconds: None))
    assert_whole(room, built)
    assert sum("answered with an error" in sentence for sentence in told) == 3
    assert intents.unfinished(room.services, session.id) == ()


def test_a_page_says_how_much_is_there_and_when_to_build_again(room: Room, server: Server) -> None:
    session = room.plan()
    trouble(server, "before", 0.5, 9, "/v2/boards/*/frames")

    with pytest.raises(NotNow, match=r"\d of 11 boxes .* Try again in \d+ seconds"):
        room.build(session, waits=replace(LIKE_A_PAGE, pause=lambda _seconds: None))
    no_trouble(server)

    room.pass_days(1)
    assert_whole(room, room.build(session, waits=LIKE_A_PAGE))


def test_a_box_that_went_and_cannot_be_made_again_keeps_the_rest_waiting(
    room: Room, server: Server
) -> None:
    session = room.plan()
    first = room.build(session)
    gone = room.miro.frames(first.miro_board_id)[0]
    inside = [i for i in room.miro.items(first.miro_board_id) if i.parent_id == gone.id]
    for item in (*inside, gone):
        room.miro.delete_item(first.miro_board_id, item.id)
    trouble(server, "before", 0.7, 10, "/v2/boards/*/frames")

    built = room.build(session, waits=WaitPolicy(lambda _seconds: None))

    assert_whole(room, built)

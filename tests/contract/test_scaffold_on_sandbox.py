from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
import requests

from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.serve import Server, serve
from plugin.scaffold.geometry import Rect
from plugin.scaffold.plan import least_calls
from tests.unit.plugin.scaffold.room import Room, make_room


@pytest.fixture
def server() -> Iterator[Server]:
    running = serve(create_sandbox(rate="real"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def room(tmp_path: Path, server: Server) -> Room:
    miro = MiroClient(HTTP(), "sandbox-hedgerow", f"{server.url}/miro")
    return replace(make_room(tmp_path), miro=miro)


@pytest.mark.parametrize("template", ["T2", "T3"])
def test_a_board_is_built_over_real_http(room: Room, server: Server, template: str) -> None:
    session = room.plan(template)

    built = room.build(session)
    again = room.build(session)

    items = room.miro.items(built.miro_board_id)
    assert (built.is_private, built.messages, again.made) == (True, (), 0)
    assert len(items) == built.frames + built.items
    assert {item.parent_id for item in items if item.type != "frame"} == {
        item.id for item in items if item.type == "frame"
    }


def test_every_text_lies_where_it_was_laid_out(room: Room) -> None:
    built = room.build(room.plan())

    frames = {frame.id: frame for frame in room.miro.frames(built.miro_board_id)}
    for item in room.miro.items(built.miro_board_id, type="text"):
        frame = frames[item.parent_id or ""]
        assert item.relative_to == "parent_top_left"
        assert (item.height or 0) / 2 <= (item.y or 0)
        assert (item.y or 0) + (item.height or 0) / 2 <= (frame.height or 0)


@pytest.mark.parametrize("template", ["T2", "T3"])
def test_no_text_runs_into_another_as_the_board_measures_them(room: Room, template: str) -> None:
    built = room.build(room.plan(template))

    placed = [
        (item.parent_id, Rect((item.x or 0) - w / 2, (item.y or 0) - h / 2, w, h))
        for item in room.miro.items(built.miro_board_id)
        if item.type != "frame"
        for w, h in [(item.width or 0, item.height or 0)]
    ]
    assert [
        (one, other)
        for (parent, one), (beside, other) in combinations(placed, 2)
        if parent == beside and one.overlaps(other)
    ] == []


def test_the_fewest_calls_are_what_the_board_took(room: Room, server: Server) -> None:
    built = room.build(room.plan())

    calls = requests.get(f"{server.url}/_sandbox/calls", timeout=5).json()["calls"]
    assert len(calls) == least_calls(built.frames, built.items)
    assert sum(call["credits"] for call in calls) == 500 + 50 + 100 * (built.frames + built.items)

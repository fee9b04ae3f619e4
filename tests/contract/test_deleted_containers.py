"""A frame inside a box is deleted on the served sandbox: nobody's words go without a question."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.miro.new_items import NewFrame
from connectors.sandbox.serve import Server, serve
from plugin.capture import run as capture
from plugin.convene.template_files import read_template
from plugin.domain.people import OPERATOR
from plugin.domain.sessions import Session
from plugin.store import boards as stored_boards
from tests.unit.plugin.scaffold.room import Room, make_room

ANN = "3458764500000000777"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return make_room(tmp_path)


@pytest.fixture
def server(room: Room) -> Iterator[Server]:
    made = serve(room.sandbox)
    made.start()
    people = {"people": [{"id": ANN, "name": "Ann"}]}
    assert requests.post(f"{made.url}/_sandbox/seed", json=people, timeout=5).ok
    yield made
    made.stop()


@pytest.fixture
def miro(server: Server) -> MiroClient:
    return MiroClient(HTTP(), "sandbox-test", f"{server.url}/miro")


def collect(room: Room, miro: MiroClient, session: Session) -> capture.Captured:
    template = read_template("T3")
    return capture.collect(room.services, OPERATOR, miro, session.id, template)


def as_person(server: Server, board_id: str, method: str, path: str, **body: object) -> str:
    """Do something with a sticky note as a person; return its id."""
    answer = requests.request(
        method,
        f"{server.url}/_sandbox/miro/boards/{board_id}/notes{path}",
        json={"person": ANN, **body},
        timeout=5,
    )
    assert answer.ok, answer.text
    return str(answer.json()["id"])


def test_deleting_a_frame_inside_a_box_asks_first(
    room: Room, server: Server, miro: MiroClient
) -> None:
    session = room.plan()
    room.build(session)
    with room.services.db.read() as tx:
        frames = {code: each for each, code in stored_boards.frame_zones(tx, session.id).items()}
    (board,) = room.boards()
    at = {"x": 500, "y": 500}
    notes = [
        as_person(server, board.id, "POST", "", frame=frames["Z3"], text=f"words {each}", **at)
        for each in range(10)
    ]
    first = collect(room, miro, session)
    box = miro.item(board.id, frames["Z3"])
    inner = miro.create_frame(
        board.id, NewFrame(x=box.x or 0, y=box.y or 0, title="", width=900, height=900)
    )
    board.items[inner.id].parent_id = box.id  # as somebody draws it inside the box
    for note in notes[:8]:
        as_person(server, board.id, "PATCH", f"/{note}", frame=inner.id, **at)
    ringed = collect(room, miro, session)

    miro.delete_item(board.id, inner.id)
    captured = collect(room, miro, session)

    assert miro.item(board.id, notes[0]).parent_id is None
    assert (first.stored, ringed.stored, ringed.brakes) == (10, 10, ())
    assert [len(brake.note_ids) for brake in captured.brakes] == [8]
    assert (captured.stored, captured.forgotten) == (10, 0)

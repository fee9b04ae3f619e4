from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.miro.new_items import NewFrame
from connectors.notion.client import NotionClient
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox.serve import Server, serve
from connectors.sandbox_people import SandboxPeople
from plugin.convene.template_files import read_template
from plugin.demo.demo_file import DATA
from plugin.demo.play import PlayedBoard, PlayedNote, people_of, play, played_board
from plugin.demo.session_file import Add, ReadBackEvent, SessionFile
from plugin.demo.session_reading import read_session_file
from plugin.domain.agreements import policy_for
from plugin.scaffold.board_texts import BoardWords
from plugin.scaffold.layout import lay_out


@dataclass
class Bystander:
    """Counts the notes on the board whenever the file says that something is collected."""

    miro: MiroClient
    board_id: str = ""
    seen: list[int] = field(default_factory=list)

    def collect(self, label: str) -> None:
        self.seen.append(len(self.miro.stickies(self.board_id)))

    close = collect

    def read_back(self, event: ReadBackEvent, note: PlayedNote) -> None:
        self.miro.item(self.board_id, note.item_id)

    def take_back(self, note: PlayedNote) -> None:
        self.miro.item(self.board_id, note.item_id)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = serve(create_sandbox())
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def miro(server: Server) -> MiroClient:
    return MiroClient(HTTP(), "sandbox-hedgerow", f"{server.url}/miro")


@pytest.fixture(scope="module")
def people(server: Server) -> SandboxPeople:
    return SandboxPeople(HTTP(), server.url)


def session(name: str) -> SessionFile:
    return read_session_file(Path(str(DATA / f"session-{name}.json")))


def built(miro: MiroClient, session_file: SessionFile) -> PlayedBoard:
    """Build the frames of a meeting, as our scaffold lays them out."""
    template = read_template(session_file.template)
    words = BoardWords(
        question=session_file.question,
        meeting="A meeting",
        day=date(2026, 11, 18),
        held_until=date(2026, 11, 18),
    )
    wanted = lay_out(template, policy_for(template, None), words)
    board_id = miro.create_board("A board").id
    frame_ids = {}
    for frame in wanted.frames:
        x, y = frame.rect.centre.x, frame.rect.centre.y
        new = NewFrame(
            title=frame.title, x=x, y=y, width=frame.rect.width, height=frame.rect.height
        )
        frame_ids[frame.key] = miro.create_frame(board_id, new).id
    return played_board(board_id, wanted, frame_ids)


@dataclass(frozen=True)
class Played:
    """What lies on the board after the story of going home."""

    session: SessionFile
    board: PlayedBoard
    items: dict[str, str]
    left: dict[str, Any]
    seen: list[int]


@pytest.fixture(scope="module")
def played(miro: MiroClient, people: SandboxPeople) -> Played:
    session_file = session("going-home")
    board = built(miro, session_file)
    stage = Bystander(miro, board.board_id)
    items = play(session_file, people, board, stage)
    names = {item_id: name for name, item_id in items.items()}
    left = {names[item.id]: item for item in miro.stickies(board.board_id)}
    return Played(session_file, board, items, left, stage.seen)


def test_the_notes_of_each_moment_are_on_the_board(played: Played) -> None:
    assert played.seen == [59, 59, 58]
    assert played.items.keys() - played.left.keys() == {"n28", "n40"}


def test_notes_lie_in_the_box_that_they_were_stuck_in(played: Played) -> None:
    moved = {"n16", "n27", "n33", "n46", "n47", "n49"}
    adds = [event for event in played.session.events if isinstance(event, Add)]

    for event in adds:
        if event.note in played.left and event.note not in moved:
            zone = event.spot.zone
            wanted = played.board.boxes[zone].frame_id if zone else None
            assert played.left[event.note].parent_id == wanted


@pytest.mark.parametrize(
    ("note", "zone"),
    [("n16", "Z6"), ("n27", "Z4"), ("n33", "ZX"), ("n46", "Z3"), ("n47", "Z7"), ("n49", None)],
)
def test_moved_notes_lie_where_they_were_dragged(
    played: Played, note: str, zone: str | None
) -> None:
    wanted = played.board.boxes[zone].frame_id if zone else None

    assert played.left[note].parent_id == wanted


@pytest.mark.parametrize(
    ("note", "writer", "mover"),
    [("n46", "Carys Pugh", "Tom Brennan"), ("n47",) + ("Joe Adeyemi",) * 2],
)
def test_who_wrote_and_who_moved_stay_apart(
    played: Played, note: str, writer: str, mover: str
) -> None:
    ids = {person.name: person.id for person in people_of(played.session)}

    item = played.left[note]

    assert (item.created_by, item.modified_by) == (ids[writer], ids[mover])


@pytest.mark.parametrize(
    ("note", "stored"),
    [
        (
            "n03",
            "<p>Promised to bring one person who has been through it. Lorna came. Thank you.</p>",
        ),
        ("s6", "<p>   </p>"),
        ("s7", "<p>Line one</p><p>Line two</p><p><br></p><p>Line four after a gap</p>"),
    ],
)
def test_texts_arrive_in_the_editors_dialect(played: Played, note: str, stored: str) -> None:
    assert played.left[note].content == stored


def test_html_of_the_wire_arrives_as_it_stands(played: Played) -> None:
    assert played.left["n13"].content == played.session.text("n13")


def test_a_tag_is_found_by_its_notes(played: Played, miro: MiroClient) -> None:
    tag = miro.tags(played.board.board_id)[0]

    tagged = miro.items_with_tag(played.board.board_id, tag.id)

    assert {item.id for item in tagged} == {played.items["n18"], played.items["n19"]}


def test_the_agreeing_session_plays_too(miro: MiroClient, people: SandboxPeople) -> None:
    session_file = session("make-it-safe")
    board = built(miro, session_file)

    items = play(session_file, people, board, Bystander(miro, board.board_id))

    assert len(items) == 15


def test_people_edit_notions_pages(server: Server, people: SandboxPeople) -> None:
    notion = NotionClient(HTTP(), "sandbox-hedgerow", f"{server.url}/notion")
    title = next(name for name, value in notion.page(FIRST_PAGE_ID).properties.items() if value)

    people.edit_notion_property(FIRST_PAGE_ID, title, "Another title", "Ruth Ellison")

    assert notion.page(FIRST_PAGE_ID).properties[title].text == "Another title"
    assert "Another title" in people.notion_texts()

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest

from connectors.sandbox_people import Person, SandboxPeople
from plugin.demo.demo_file import DATA
from plugin.demo.play import PlayedBoard, PlayedBox, PlayedNote, people_of, play, played_board
from plugin.demo.session_file import Add, Move, ReadBackEvent, SessionFile, Spot
from plugin.demo.session_reading import read_session_file
from plugin.errors import BadInput
from plugin.scaffold.board import WantedBoard, WantedFrame
from plugin.scaffold.geometry import Rect

ZONES = [*(f"Z{number}" for number in range(9)), "ZX", "ZC"]
BOARD = PlayedBoard(
    "board",
    {zone: PlayedBox(f"frame {zone}", Rect(80, 500, 2040, 1100)) for zone in ZONES},
    Rect(-1000, -2000, 9000, 6000),
)


@dataclass
class Company:
    """Stands in for people and stage at once, and keeps what was asked of them in its order."""

    done: list[tuple[Any, ...]] = field(default_factory=list)
    room: list[Person] = field(default_factory=list)

    def seed(self, people: list[Person]) -> None:
        self.room = people

    def add_note(self, *given: Any) -> str:
        self.done.append(("add", *given))
        return f"item {len(self.done)}"

    def __getattr__(self, name: str) -> Any:
        return lambda *given: self.done.append((name, *given))


def story(name: str = "going-home") -> SessionFile:
    return read_session_file(Path(str(DATA / f"session-{name}.json")))


def played(session: SessionFile) -> tuple[Company, dict[str, str]]:
    company = Company()
    items = play(session, cast(SandboxPeople, company), BOARD, company)
    return company, items


def only(name: str, company: Company) -> list[tuple[Any, ...]]:
    return [given for do, *given in company.done if do == name]


def test_every_note_gets_its_item() -> None:
    company, items = played(story())

    assert len(items) == len(set(items.values())) == 60
    assert company.room[0].name == "Amina Yusuf"


def test_places_count_from_the_note_area_inside_the_frame() -> None:
    company, _ = played(story())

    board_id, person, text, colour, frame, x, y = only("add", company)[0]
    assert (board_id, colour, frame) == ("board", "light_blue", "frame Z1")
    assert (x, y) == (80 + 130, 500 + 150)
    assert text.startswith("I said I would sit")
    assert person == company.room[1].id


def test_the_bare_board_counts_from_the_box_around_all_frames() -> None:
    company, _ = played(story())

    outside = [given for given in only("add", company) if given[4] is None]
    assert [given[5:] for given in outside] == [[-1900, -2700], [-1600, -2700]]


def test_moves_edits_tags_and_deletions_are_their_persons() -> None:
    company, items = played(story())

    ids = {person.name: person.id for person in company.room}
    assert only("delete_note", company)[0] == ["board", ids["Lorna Mackie"], items["n28"]]
    assert only("move_note", company)[2] == [
        "board", ids["Tom Brennan"], items["n46"], "frame Z3", 1280, 1360,
    ]  # fmt: skip
    assert only("tag_note", company)[0] == [
        "board",
        ids["Ruth Ellison"],
        items["n18"],
        "phone call",
    ]
    assert [given[2] for given in only("edit_note", company)].count(items["n09"]) == 2
    assert only("recolour_note", company)[0][3] == "violet"


def test_the_stage_is_called_at_its_moments() -> None:
    company, items = played(story())

    on_stage = [each for each in company.done if each[0] in ("collect", "close", "take_back")]
    assert on_stage == [
        ("collect", "first"),
        ("close", "close"),
        ("take_back", PlayedNote("n30", items["n30"], "P04")),
        ("collect", "third"),
    ]
    assert company.done[-1] == ("collect", "third")


def test_a_sentence_is_read_back_with_the_note_that_it_rests_on() -> None:
    company, items = played(story("make-it-safe"))

    event, note = only("read_back", company)[0]
    assert isinstance(event, ReadBackEvent)
    assert note == PlayedNote("m10", items["m10"], "P01")


@pytest.mark.parametrize("kind", [Add, Move])
def test_a_box_that_the_board_has_not_stops_before_anything_is_played(kind: type) -> None:
    session, company = story(), Company()
    at = next(index for index, event in enumerate(session.events) if type(event) is kind)
    wrong = replace(session.events[at], spot=Spot("Z77", 1, 1))
    events = (*session.events[:at], wrong, *session.events[at + 1 :])

    with pytest.raises(BadInput, match=f"event {at + 1}, zone: this board has no box Z77"):
        play(replace(session, events=events), cast(SandboxPeople, company), BOARD, company)

    assert (company.done, company.room) == ([], [])


def test_the_same_person_of_two_files_is_one_account() -> None:
    first, second = people_of(story("make-it-safe")), people_of(story())

    assert first == second
    assert len({person.id for person in first}) == 9


def test_addresses_go_to_their_people() -> None:
    people = people_of(story(), {"P09": "sam.okafor@example.org"})

    assert [p.email for p in people if p.name == "Sam Okafor"] == ["sam.okafor@example.org"]


def test_a_board_as_built_says_where_to_play() -> None:
    frame = WantedFrame(
        "Z1", "1 · Returns", Rect(100, 200, 2200, 1800), None, (), Rect(180, 900, 9, 9)
    )
    wanted = WantedBoard("A board", (frame,))

    board = played_board("board", wanted, {"Z1": "7"})

    assert board == PlayedBoard("board", {"Z1": PlayedBox("7", Rect(80, 700, 9, 9))}, frame.rect)

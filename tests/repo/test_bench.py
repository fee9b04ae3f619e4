"""`make bench` sees a product that does more than it must, whatever that says of itself."""

import subprocess
import sys
from dataclasses import replace

import pytest

from connectors.miro.new_items import NewFrame
from connectors.notion.parents import InDataSource
from plugin.capture.run import Captured
from plugin.domain.sessions import Session
from plugin.scaffold.run import Built
from plugin.store import links as stored_links
from plugin.sync import Synced
from tests.bench import boards, memories, phones, writers
from tests.bench.boards import Room
from tests.bench.measures import REFUSALS, SIMULATED_S, Measure, told
from tests.bench.memories import Memory
from tests.shared import REPOSITORY


def sync_that_doubles(memory: Memory) -> Synced:
    done = memory.sync()
    with memory.services.db.read() as tx:
        place = stored_links.place(tx, memory.place.partnership.id)
    assert place is not None
    assert place.memory is not None
    for _ in memory.ids:
        memory.notion.create_page(InDataSource(place.memory.data_source_id), {}, ())
    return replace(done, rows=done.rows + len(memory.ids))


def collecting_that_asks_for_more(room: Room, session: Session) -> Captured:
    done = room.collect(session)
    board = room.sandbox.miro.boards[next(iter(room.sandbox.miro.boards))]
    notes = [each.id for each in board.items.values() if each.type == "sticky_note"]
    for note_id in notes:
        room.miro.item(board.id, note_id)
    return replace(done, cost=replace(done.cost, looked_up=len(notes)))


def building_that_doubles(room: Room, session: Session) -> Built:
    built = room.build(session)
    twin = NewFrame(title="The same once more", x=0, y=0, width=900, height=900)
    for _ in range(built.frames):
        room.miro.create_frame(built.miro_board_id, twin)
    return replace(built, frames=2 * built.frames)


def test_the_product_is_within_every_bound() -> None:
    found = [
        *boards.building(),
        *boards.collecting((7,)),
        *memories.pushing(3),
        *memories.keeping(3),
        *writers.writing((8,), seconds=1.0),
    ]

    deciding = [each for each in found if each.at_most is not None and each.unit != "s"]
    assert [each.name for each in deciding if each.is_missed] == []
    assert all(each.decides for each in deciding)


def test_a_push_that_doubles_rows_and_counts_them_exceeds_the_least() -> None:
    (found,) = memories.pushing(3, sync_that_doubles)

    assert found.is_missed
    assert (found.used, found.least) == (32, 29)


def test_a_sync_that_reads_every_row_once_more_exceeds_the_least() -> None:
    def curious(memory: Memory) -> Synced:
        done = memory.sync()
        with memory.services.db.read() as tx:
            links = stored_links.links(tx, memory.place.partnership.id)
        for link in links:
            memory.notion.page(link.notion_page_id)
        return done

    calls = [each for each in memories.keeping(3, curious) if each.at_most and each.unit == "calls"]

    assert all(each.is_missed for each in calls)


def test_a_collecting_that_asks_for_known_notes_exceeds_the_least() -> None:
    found = list(boards.collecting((7,), collecting_that_asks_for_more))

    assert [each.used - (each.least or 0) for each in found] == [7, 7]
    assert all(each.is_missed for each in found)


def test_a_board_of_doubled_frames_exceeds_the_least() -> None:
    assert all(each.is_missed for each in boards.building(building_that_doubles))


@pytest.mark.parametrize(
    ("unit", "missed"),
    [
        ("calls", 1),
        ("rows", 1),
        ("MB", 1),
        (REFUSALS, 1),
        (SIMULATED_S, 1),
        ("s", 0),
        ("ms", 0),
        ("µs", 0),
    ],
)
def test_what_was_measured_decides_unless_it_is_time(
    unit: str, missed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    within, beyond = (Measure("something", used, at_most=2, unit=unit) for used in (2, 3))

    assert told([within, beyond]) == missed
    assert capsys.readouterr().out.count("MISSED") == 1


def test_a_process_is_not_told_to_hold_what_its_parent_holds() -> None:
    held = b"x" * (300 * 2**20)
    command = [sys.executable, "-m", "tests.bench.peak", "--version"]

    done = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True)

    assert int(done.stderr.split()[-1]) < len(held) // 2**20


@pytest.mark.parametrize(("pieces", "changed"), [(3, 2), (100, 2), (300, 2), (700, 6), (1_000, 10)])
def test_as_many_pieces_are_changed_here_as_there(pieces: int, changed: int) -> None:
    assert len(memories.hundredth_of([str(each) for each in range(pieces)])) == changed


def test_a_part_that_there_is_none_of_is_told() -> None:
    command = [sys.executable, "-m", "tests.bench", "pages", "weather"]

    done = subprocess.run(command, cwd=REPOSITORY, check=False, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.startswith("No part of the bench: weather. Parts: boards, push, ")


def test_notes_by_phone_that_are_lost_or_doubled_are_told() -> None:
    assert phones.amiss(["one", "two"], 2) == 0
    assert phones.amiss(["one"], 2) == 1
    assert phones.amiss(["one", "two", "two"], 2) == 1
    assert phones.amiss(["one", "one"], 2) == 2


@pytest.mark.every_day
def test_a_room_that_writes_by_phone_loses_nothing_between_processes() -> None:
    found = list(phones.room_of("SQLite", 1, people=2, notes=2, seconds=0.5))

    assert [(each.used, each.is_missed) for each in found if each.unit == "rows"] == [
        (0, False),
        (0, False),
    ]

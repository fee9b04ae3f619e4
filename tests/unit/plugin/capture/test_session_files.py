"""Both session files, played on a pretended board, must give what they expect, to the note."""

import json
from typing import Any

import pytest

from plugin.capture.run import Captured
from plugin.domain.agreements import Agreement, Attribution
from plugin.domain.labels import Label
from plugin.domain.notes import Note, NoteState
from plugin.domain.people import OPERATOR
from plugin.govern.withdrawal import take_back
from tests.pretend_board import Runtime, Stage, runtime, stage
from tests.shared import REPOSITORY

DATA = REPOSITORY / "plugin" / "demo" / "data"
AGREED = Agreement(3, {"T3": {"Z2": Label.X}}, Attribution.ROLE, 14)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Runtime:
    return runtime(tmp_path_factory.mktemp("house"))


def test_the_story_session_comes_out_as_expected(home: Runtime) -> None:
    expect, told = _file("session-going-home")["expect"], _play(home, "session-going-home", AGREED)

    first, close, third = told.captured

    assert _dropped(first) == (49, 7, 2, 1)
    assert _dropped(close) == (48, 6, 3, 1)
    assert _dropped(third) == (47, 6, 3, 1)
    assert (first.new, close.new, third.new) == (49, len(expect["close"]["new"]), 0)
    assert (close.replaced, close.moved, close.recoloured, close.forgotten) == (1, 2, 1, 3)
    assert (close.new_versions, close.removed_from_board) == (0, 0)
    assert (close.waiting_for_writer, third.waiting_for_writer) == (1, 1)
    assert (third.new_versions, third.removed_from_board, third.forgotten) == (1, 1, 1)
    assert (third.replaced, third.moved, third.recoloured) == (0, 0, 0)


def test_the_story_session_keeps_the_expected_notes(home: Runtime) -> None:
    expect = _file("session-going-home")["expect"]
    before, after, last = _play(home, "session-going-home", AGREED).notes

    assert after.keys() - before.keys() == set(expect["close"]["new"])
    assert before.keys() - after.keys() == set(expect["close"]["forgotten"])
    assert after.keys() - last.keys() == set(expect["third_capture"]["forgotten"])
    assert {note: after[note].label.value for note in ("n16", "n27")} == {"n16": "M", "n27": "H"}
    assert {note.shown_author for note in after.values()} == {expect["shown_author"]}
    assert {name for name, note in last.items() if note.version == 2} == {"n36"}
    assert {name for name, note in last.items() if not note.is_on_desk} == {"n40"}
    assert last["n40"].state is NoteState.LEFT_BOARD


def test_the_story_session_keeps_every_text_as_written(home: Runtime) -> None:
    data = _file("session-going-home")
    written = {each["note"]: each["text"] for each in data["events"] if "text" in each}

    first = _play(home, "session-going-home", AGREED).notes[0]

    edited = {"n09", "n24", "n36"}
    assert {name: note.text for name, note in first.items() if name not in edited} == {
        name: data["expect"]["texts"].get(name, written[name]) for name in first.keys() - edited
    }


def test_tags_are_read_once_a_tag(home: Runtime) -> None:
    told = _play(home, "session-going-home", AGREED)

    assert {name: note.tags for name, note in told.notes[0].items() if note.tags} == {
        "n18": ("phone call",),
        "n19": ("phone call",),
    }
    assert told.stage.board.calls.count("items_with_tag") == 3


def test_the_codesign_session_holds_all_but_proposals(home: Runtime) -> None:
    expect = _file("session-make-it-safe")["expect"]["first_capture"]
    told = _play(home, "session-make-it-safe", None)

    labels = [note.label for note in told.notes[0].values()]

    assert _dropped(told.captured[0]) == (14, 1, 0, 0)
    assert labels.count(Label.H) == expect["held"]
    assert labels.count(Label.S) == expect["proposals"]
    assert {note.shown_author for note in told.notes[1].values()} == {"a member"}


class _Told:
    def __init__(self, staged: Stage) -> None:
        self.stage = staged
        self.captured: list[Captured] = []
        self.notes: list[dict[str, Note]] = []


def _play(home: Runtime, name: str, agreement: Agreement | None) -> _Told:
    data = _file(name)
    told = _Told(stage(home, data["template"], agreement))
    for event in data["events"]:
        if event["do"] in ("capture", "close"):
            is_close = event["do"] == "close"
            told.captured.append(told.stage.close() if is_close else told.stage.collect())
            told.notes.append(told.stage.notes())
        else:
            _act(told.stage, event)
    return told


def _act(staged: Stage, event: dict[str, Any]) -> None:
    board, note, by = staged.board, event.get("note", ""), event.get("by", "")
    match event["do"]:
        case "add":
            board.add(note, by, event["zone"], event["text"], event["colour"])
        case "edit":
            board.edit(note, by, event["text"])
        case "move":
            board.move(note, by, event["zone"])
        case "recolour":
            board.recolour(note, by, event["colour"])
        case "delete":
            board.delete(note)
        case "tag":
            board.tag(note, event["tag"])
        case "take_back":
            take_back(staged.services, OPERATOR, staged.notes()[note].id)


def _dropped(captured: Captured) -> tuple[int, int, int, int]:
    return (
        captured.stored,
        captured.dropped_off_record,
        captured.dropped_outside,
        captured.ignored_blank,
    )


def _file(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return data

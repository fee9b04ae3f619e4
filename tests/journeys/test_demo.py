"""The demo is the journey: the whole way of a note, over HTTP, and what its report says of it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from plugin.demo.cast import gather
from plugin.demo.demo_file import read_demo_file, shipped
from plugin.demo.environment import open_stage
from plugin.demo.meeting import shown_elsewhere
from plugin.demo.session_reading import read_session_file
from plugin.demo.story import run_demo
from tests import postgres
from tests.shared import shared_folder


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    folder = tmp_path_factory.mktemp("demo")
    file = folder / "report.json"

    assert run_demo(folder / "data", file, serve=False, port=0) == 0

    found: Mapping[str, Any] = json.loads(file.read_text())
    return found


@pytest.fixture(scope="module")
def captures(report: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(each["session"], each["label"]): each for each in report["captures"]}


def test_the_report_is_the_same_on_postgresql(report: Mapping[str, Any], tmp_path: Path) -> None:
    server = postgres.cluster()
    before, file = server.made(), tmp_path / "report.json"

    ended = run_demo(tmp_path / "data", file, serve=False, port=0, database=server.empty())

    assert ended == 0
    assert json.loads(file.read_text()) == report
    assert not list((tmp_path / "data").glob("*.db"))
    server.drop_all_but(before)


def expected(session: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(
        (shared_folder() / "data" / f"{session}.json").read_text()
    )
    return found["expect"]


def test_first_meeting_is_collected_as_its_file_expects(captures: Any) -> None:
    wanted = expected("session-make-it-safe")["first_capture"]
    first = captures["session-make-it-safe", "first"]

    assert first["stored"] == wanted["stored"]
    assert first["dropped_off_record"] == wanted["dropped_off_record"]
    assert first["dropped_outside"] == wanted["dropped_outside_zones"]


def test_group_agrees_three_settings_and_leaves_one_open(report: Mapping[str, Any]) -> None:
    assert report["agreement"] == {"agreed": 3, "open": 1}


@pytest.mark.parametrize(
    ("label", "dropped", "outside", "blank"),
    [("first", 7, 2, 1), ("close", 6, 3, 1), ("third", 6, 3, 1)],
)
def test_what_is_not_kept_is_counted_where_it_lies(
    captures: Any, label: str, dropped: int, outside: int, blank: int
) -> None:
    found = captures["session-going-home", label]

    assert found["dropped_off_record"] == dropped
    assert found["dropped_outside"] == outside
    assert found["ignored_blank"] == blank


@pytest.mark.parametrize(
    ("label", "entry", "names"),
    [
        ("close", "close", ("new", "replaced", "moved", "recoloured", "forgotten")),
        ("close", "close", ("waiting_for_writer",)),
        ("third", "third_capture", ("new_versions", "removed_from_board", "forgotten")),
    ],
)
def test_changes_are_those_that_the_file_expects(
    captures: Any, label: str, entry: str, names: tuple[str, ...]
) -> None:
    wanted, found = expected("session-going-home")[entry], captures["session-going-home", label]

    assert found["stored"] == wanted["stored"]
    assert {name: found[name] for name in names} == {name: len(wanted[name]) for name in names}


def test_no_call_is_made_that_is_not_needed(report: Mapping[str, Any]) -> None:
    counted = [report["board"], report["sync"], *report["captures"]]

    assert [each["calls"] for each in counted] == [each["least_calls"] for each in counted]


def test_the_notes_are_sorted_into_six_clusters_and_a_theme(report: Mapping[str, Any]) -> None:
    desk = report["desk"]

    assert {name: desk[name] for name in ("clusters", "themes")} == {"clusters": 6, "themes": 1}
    assert {name: desk[name] for name in ("disguised", "quotes")} == {"disguised": 1, "quotes": 2}


def test_two_of_three_pieces_are_checked_and_travel(report: Mapping[str, Any]) -> None:
    assert report["curated"] == {"objects": 3, "checked": 2, "released": 2, "refused": 1}
    assert report["sync"]["pushed"] == 2


def test_edit_comes_back_and_conflict_waits(report: Mapping[str, Any]) -> None:
    assert report["pulled"] == {"edits": 1, "conflicts": 1}
    assert report["sync"]["second_run_writes"] == 0


def test_memory_in_notion_has_all_its_columns_and_views(report: Mapping[str, Any]) -> None:
    assert report["notion"] == {"columns": 20, "views": 8}


def test_next_board_brings_two_pieces_and_one_sentence(report: Mapping[str, Any]) -> None:
    assert report["returns"] == {"placed": 3}


def test_the_sponsor_agrees_by_a_link_and_answers_an_ask(report: Mapping[str, Any]) -> None:
    assert report["permission"] == {"agreed_by_link": 1}
    assert report["asks"] == {"put": 1, "answered": 1, "comes_back": 1}


def test_the_group_has_a_design_of_its_own(report: Mapping[str, Any]) -> None:
    assert report["designs"] == {"own": 1, "versions": 2, "differences": 3}


def test_sponsor_reads_checked_pieces_and_stranger_nothing(report: Mapping[str, Any]) -> None:
    assert report["seen"] == {"sponsor": 2, "stranger": 0}


def test_people_take_part_by_phone(report: Mapping[str, Any]) -> None:
    # One of them sends a form three times over a bad line: it counts once. Two are asked whether a
    # piece is right, and one of them objects.
    counted = {"joined": 5, "written": 5, "taken_back": 1, "answers": 2}
    assert report["participants"] == counted


def test_no_text_is_found_where_it_must_not_be(report: Mapping[str, Any]) -> None:
    assert report["leaks"] == []


def test_leaks_are_looked_for_in_notion_and_in_pictures_too(tmp_path: Path) -> None:
    demo = read_demo_file()
    told = read_session_file(shipped("session-make-it-safe.json"))

    with open_stage(tmp_path / "data", demo.meetings[0].day, 0, 0) as stage:
        places = shown_elsewhere(stage, gather(stage.runtime.services, demo, told))

    assert "Shared with Hedgerow" in places["the sandbox's Notion"]
    assert "The story" in places["the picture of a board (T3)"]


def test_all_work_with_the_vendors_was_done_by_jobs(report: Mapping[str, Any]) -> None:
    built, synced, tidied = 3, 4, 1

    assert report["jobs"]["done"] == len(report["captures"]) + built + synced + tidied
    assert (report["jobs"]["failed"], report["jobs"]["retried"]) == (0, 0)

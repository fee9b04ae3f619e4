"""`hedgerow scaffold` as somebody types it, on a served sandbox."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connectors.http import HTTP
from connectors.miro.client import MiroClient
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.serve import serve
from connectors.sandbox_people import Person, SandboxPeople
from plugin.cli import main
from plugin.cli.meetings import STOPPED
from plugin.convene.template_files import read_template


@pytest.fixture(autouse=True, name="sandbox_url")
def _on_a_sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = serve(create_sandbox())
    server.start()
    for name in ("DEMO", "MIRO_TOKEN", "NOTION_TOKEN", "DATABASE_URL"):
        monkeypatch.delenv(f"HEDGEROW_{name}", raising=False)
    monkeypatch.setenv("HEDGEROW_SANDBOX", server.url)
    monkeypatch.setenv("HEDGEROW_DATA", str(tmp_path / "data"))
    assert _run("db", "upgrade").exit_code == 0
    yield server.url
    server.stop()


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def _planned(day: str = "2026-12-10") -> tuple[str, ...]:
    names = ("--partnership", "Tyne", "--community", "Going home", "--question", "How?")
    begun = _run("start", *names, "--facilitator", "Sam", "--email", "sam@northside.example")
    community = begun.output.split("Group id: ")[1].split()[0]
    return ("scaffold", "--community", community, "--date", day)


def test_a_board_that_nobody_can_open_says_how_to_invite() -> None:
    first = _run(*_planned())
    session = first.output.split("Session: ")[1].split()[0]
    again = _run("scaffold", session)

    assert f"hedgerow scaffold {session} --let-in" in first.output
    assert "nothing was missing" in again.output
    assert "--let-in" not in again.output


def test_the_short_form_is_planned_and_built() -> None:
    design = read_template("T2")

    built = _run(*_planned(), "--template", "T2", "--short")

    assert built.exit_code == 0, built.output
    assert f"The board stands: {len(design.in_short.zones)} boxes" in built.output
    assert len(design.in_short.zones) < len(design.zones)


def test_groups_in_rooms_have_boxes_of_their_own() -> None:
    given = ("--template", "T3", "--rooms", "2")
    planned = _planned()
    boxes = len(read_template("T3").zones)

    chosen = _run(*planned, *given, "--in-rooms", "z3, Z5")
    every = _run(*planned, *given, "--short")
    many = _run(*planned, "--template", "T3", "--rooms", "6")
    none = _run(*planned, *given, "--in-rooms", "Z3,Z0,Z55")
    nought = _run(*planned, "--template", "T3", "--rooms", "0")

    assert chosen.exit_code == 0, chosen.output
    assert f"The board stands: {boxes + 2} boxes" in chosen.output
    assert every.exit_code == 0, every.output
    assert "Take fewer rooms" in many.output
    assert "Rooms cannot have Z0, Z55 in this design." in none.output
    assert "There can be 1 to 6 rooms." in nought.output


def test_rooms_are_for_a_new_meeting() -> None:
    for words in (("some-session", "--rooms", "2"), (*_planned(), "--in-rooms", "Z3")):
        refused = _run(*(words if words[0] == "scaffold" else ("scaffold", *words)))
        assert refused.exit_code == 1
        assert "rooms" in refused.output


def test_a_meeting_that_is_planned_keeps_its_form() -> None:
    refused = _run("scaffold", "some-session", "--short")

    assert refused.exit_code == 1
    assert "--short is for a new session" in refused.output


def test_whoever_is_named_is_invited_as_the_board_is_built() -> None:
    built = _run(*_planned(), "--let-in", "sam@northside.example")

    assert built.exit_code == 0
    assert "Miro has accepted the invitation" in built.output
    assert "Nobody was invited" not in built.output


def test_a_board_that_is_not_there_leaves_no_meeting_behind() -> None:
    refused = _run(*_planned(), "--board", "uXjVUnknown=")

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "There is no such board" in refused.stderr
    assert "2026-12-10" not in _run("list").output


def test_a_collecting_that_stopped_does_not_say_it_is_done(sandbox_url: str) -> None:
    built = _run(*_planned(f"{datetime.now(UTC):%Y-%m-%d}"))
    session, board = (built.output.split(word)[1].split()[0] for word in ("Session: ", "/boards/"))
    people = SandboxPeople(HTTP(), sandbox_url)
    people.seed([Person("7001", "Ruth", "ruth@example.org")])
    frames = MiroClient(HTTP(), "sandbox-hedgerow", f"{sandbox_url}/miro").frames(board)
    box = next(frame.id for frame in frames if "The story" in frame.title)
    notes = [
        people.add_note(board, "7001", f"Words {n}.", "yellow", box, 200, 200) for n in "abcdef"
    ]
    done = _run("capture", session)
    for note in notes:
        people.delete_note(board, "7001", note)

    stopped = _run("capture", session)

    assert (done.exit_code, stopped.exit_code) == (0, 3)
    assert done.stdout.startswith("Collected. Notes: 6 held now, 6 new.")
    assert stopped.stdout.startswith(STOPPED)


def test_progress_is_told_aside_and_the_outcome_is_for_machines() -> None:
    built = _run(*_planned(), "--json")
    session = json.loads(built.stdout)["session_id"]
    collected, closed = _run("capture", session, "--json"), _run("close", session, "--json")

    assert json.loads(built.stdout)["frames"] == 11
    assert "Boxes 11 of 11" in built.stderr
    assert json.loads(collected.stdout)["stored"] == 0
    assert "Reading the board" in collected.stderr
    assert json.loads(closed.stdout)["is_closed"] is True


def test_work_is_left_to_a_worker_and_found_in_the_list() -> None:
    planned = _planned()
    asked = _run(*planned, "--no-wait")
    again = _run(*planned, "--no-wait", "--json")

    job = asked.stdout.split("Asked for: ")[1].split(".")[0]
    listed = json.loads(_run("jobs", "--json").stdout)["jobs"]
    assert (asked.exit_code, again.exit_code) == (0, 0)
    assert {job, json.loads(again.stdout)["job"]} == {each["id"] for each in listed}
    assert {each["state"] for each in listed} == {"asked"}


@pytest.mark.parametrize(
    "words",
    [
        ("scaffold", "some-session", "--no-wait", "--plan"),
        ("scaffold", "some-session", "--no-wait", "--let-in", "a@b.example"),
        ("capture", "some-session", "--no-wait", "--plan"),
    ],
)
def test_what_cannot_be_left_to_a_worker_is_refused(words: tuple[str, ...]) -> None:
    refused = _run(*words)

    assert refused.exit_code == 1
    assert "--no-wait leaves one thing to a worker" in refused.stderr

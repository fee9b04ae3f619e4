import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from connectors.errors import Evidence, LookFirst, RefusedForGood, Where
from plugin.cli import main
from plugin.cli.refusals import InWords
from plugin.domain.jobs import Job, JobPhase, JobState
from plugin.domain.problems import ErrorNotice
from plugin.errors import BadInput
from plugin.store import jobs as stored_jobs
from plugin.store.database import Database


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SANDBOX", "DEMO", "MIRO_TOKEN", "NOTION_TOKEN", "NOTION_PARENT", "DATABASE_URL"):
        monkeypatch.delenv(f"HEDGEROW_{name}", raising=False)
    monkeypatch.setenv("HEDGEROW_DATA", str(tmp_path / "data"))


@pytest.fixture
def database(tables: Path, tmp_path: Path) -> Database:
    (tmp_path / "data").mkdir()
    return Database(f"sqlite:///{copy(tables, tmp_path / 'data' / 'hedgerow.db')}")


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_says_what_it_is_for(command: str) -> None:
    result = _run(command, "--help")

    assert result.exit_code == 0
    assert main.commands[command].help


def test_the_tables_go_up_and_down(tmp_path: Path) -> None:
    assert _run("db", "status").exit_code == 1
    assert re.search(r"revision \d{4}", _run("db", "upgrade").output)
    assert "up to date" in _run("db", "status").output
    assert "no tables" in _run("db", "downgrade", "base", "--yes").output
    assert re.search(r"revision \d{4}", _run("db", "upgrade").output)


def test_a_newer_database_is_one_sentence_and_exit_1(database: Database) -> None:
    with database.begin() as tx:
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    for words in (("db", "upgrade"), ("db", "status"), ("tidy",)):
        result = _run(*words)
        assert result.exit_code == 1
        assert "made by a newer Hedgerow" in result.stderr
        assert "Traceback" not in result.output


def test_a_facilitator_begins_on_an_empty_database(database: Database) -> None:
    words = ("--partnership", "Tyne", "--community", "Going home", "--question", "How?")
    sam = ("--facilitator", "Sam Okafor", "--email", "sam@northside.example")

    result = _run("start", *words, *sam)

    assert result.exit_code == 0, result.stderr
    assert "http://127.0.0.1:8420/sign-in/" in result.output
    assert "Going home" in _run("list").output
    assert "/sign-in/" in _run("sign-in-link", "sam@northside.example").output
    assert _run("sign-in-link", "nobody@northside.example").exit_code == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("scaffold", "nowhere"), "no such session"),
        (("capture", "nowhere"), "no such session"),
        (("close", "nowhere"), "no such session"),
        (("take-back", "nowhere"), "Nothing was changed"),
        (("sync", "nowhere"), "hedgerow list"),
        (("scaffold", "--community", "x", "--template", "T99", "--date", "2026-11-18"), "T2, T3"),
        (("scaffold", "--community", "x", "--date", "2026-11-18"), "no group here"),
        (("play", "none.json", "--board", "x"), "sandbox only"),
        (("manifest", "miro", "--base-url", "http://hedgerow.example"), "https://"),
    ],
)
def test_what_is_not_there_is_one_sentence(
    database: Database, words: tuple[str, ...], sentence: str
) -> None:
    result = _run(*words)

    assert result.exit_code == 1
    assert sentence in result.stderr
    assert result.stdout == ""


def test_no_meeting_is_planned_for_a_board_that_cannot_be(database: Database) -> None:
    words = ("--partnership", "Tyne", "--community", "Going home", "--question", "How?")
    begun = _run("start", *words, "--facilitator", "Sam", "--email", "sam@northside.example")
    community = begun.output.split("Group id: ")[1].split()[0]

    result = _run("scaffold", "--community", community, "--date", "2026-12-10")

    assert result.exit_code == 1
    assert "Nothing was changed" in result.stderr
    assert "2026-12-10" not in _run("list").output


def test_the_manifest_can_be_pasted() -> None:
    result = _run("manifest", "miro", "--base-url", "https://hedgerow.example")

    assert yaml.safe_load(result.output)["appName"]


def test_the_sandbox_refuses_real_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEDGEROW_MIRO_TOKEN", "a-secret-token")

    result = _run("sandbox", "--port", "0")

    assert result.exit_code == 1
    assert "does not start beside real" in result.stderr
    assert "a-secret-token" not in result.output


@pytest.mark.parametrize("host", ["::", "192.168.1.20", "example.org"])
def test_the_demo_listens_on_this_machine_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("HEDGEROW_DEMO", "1")

    result = _run("serve", "--host", host)

    assert result.exit_code == 1
    assert "this machine alone" in result.stderr


def test_the_demo_touches_no_database_with_real_people(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("--partnership", "Tyne", "--community", "Going home", "--question", "How?")
    _run("start", *words, "--facilitator", "Sam", "--email", "sam@northside.example")
    monkeypatch.setenv("HEDGEROW_DEMO", "1")
    monkeypatch.setenv("HEDGEROW_CLOCK_OFFSET_S", "99999999")

    for command in (("serve",), ("tidy",), ("list",)):
        result = _run(*command)

        assert result.exit_code == 1
        assert "is not a demo's" in result.stderr


def test_what_other_accounts_could_read_is_closed_and_said(
    database: Database, tmp_path: Path
) -> None:
    folder, file = tmp_path / "data", Path(database.url.removeprefix("sqlite:///"))
    _run("db", "status")
    for path, mode in ((folder, 0o755), (folder / "secret", 0o644), (file, 0o664)):
        path.chmod(mode)

    result, again = _run("db", "status"), _run("db", "status")

    assert result.exit_code == 0
    for path, mode in ((folder, 0o700), (folder / "secret", 0o600), (file, 0o600)):
        assert f"could read {path}." in result.stderr
        assert path.stat().st_mode & 0o777 == mode
    assert again.stderr == ""


def test_every_command_makes_its_files_for_its_account_alone(tmp_path: Path) -> None:
    os.umask(0o022)

    _run("manifest", "miro", "--base-url", "https://hedgerow.example")
    (tmp_path / "report.md").write_text("Counted.")

    assert (tmp_path / "report.md").stat().st_mode & 0o777 == 0o600


def test_tidying_an_empty_database_erases_nothing(database: Database) -> None:
    assert _run("tidy").output.startswith("Erased: 0 notes")


def test_a_read_only_data_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")

    result = _run("db", "upgrade")

    assert result.exit_code == 1
    assert "HEDGEROW_DATA" in result.stderr


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (BadInput("Said in words."), "Said in words.\n"),
        (LookFirst(Where("miro", "POST", "/v2/boards")), "we look first"),
        (RefusedForGood(Where("notion", "POST", "/v1/pages"), Evidence(400)), "400"),
        (KeyError("somebody's words"), "Something went wrong on our side (KeyError in fail"),
    ],
)
def test_every_error_is_a_sentence_without_values(
    error: Exception, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    @click.group(cls=InWords)
    def group() -> None: ...

    @group.command()
    def fail() -> None:
        raise error

    result = CliRunner().invoke(group, ["fail"])

    assert result.exit_code == 1
    assert sentence in result.stderr
    assert "somebody's words" not in result.output
    assert "Traceback" not in result.output
    assert caplog.records == []  # without a log, Python prints a warning before the sentence


def test_a_plan_needs_a_meeting_that_is_planned(database: Database) -> None:
    result = _run("scaffold", "--plan", "--community", "x", "--date", "2026-11-18")

    assert result.exit_code == 1
    assert "--plan needs a SESSION" in result.stderr


@pytest.mark.parametrize("command", ["scaffold", "capture"])
def test_a_plan_of_no_meeting_is_one_sentence(database: Database, command: str) -> None:
    result = _run(command, "--plan", "nowhere")

    assert result.exit_code == 1
    assert "no such session" in result.stderr


@pytest.mark.parametrize(
    "words", [["--bogus"], ["bogus"], ["sync", "--bogus"], ["sync", "a", "b"], ["scaffold"]]
)
def test_what_is_typed_wrongly_cannot_be_done_and_is_no_difference_that_waits(
    words: list[str],
) -> None:
    result = CliRunner().invoke(main, words)

    assert result.exit_code == 1
    assert "Usage:" in result.output


def test_start_makes_the_database_before_it_asks(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, ["start"], input="North\nDischarge\nHow?\nSam\nsam@n.example\n"
    )

    assert result.exit_code == 0, result.output
    assert result.output.index("The database is made.") < result.output.index("Name of the")
    assert "/sign-in/" in result.output


def test_start_asks_nothing_of_a_database_that_must_be_upgraded_first(database: Database) -> None:
    database.downgrade("0003")

    result = CliRunner().invoke(main, ["start"], input="North\n")

    assert result.exit_code == 1
    assert "Run: hedgerow db upgrade" in result.output
    assert "Name of the partnership" not in result.output
    assert database.revision() == "0003"


def test_jobs_are_listed_with_how_far_they_are_and_why_they_failed(database: Database) -> None:
    nothing = _run("jobs")
    at = datetime(2026, 11, 18, 9, tzinfo=UTC)
    problem = ErrorNotice(400, "No", "There is no such board.")
    with database.begin() as tx:
        for number, kind in enumerate(("build", "sync", "collect")):
            job = Job(
                id=f"j{number}",
                kind=kind,
                subject="s1",
                asked_by=None,
                asked_at=at + timedelta(hours=number),
            )
            stored_jobs.ask(tx, job)
            if kind == "collect":
                break
            job = stored_jobs.claim(tx, f"j{number}", "somebody", 1e12, at, 1e9)
            assert job
            stored_jobs.note_progress(tx, job.id, "somebody", (JobPhase("Boxes", 9, 11),), "")
            if kind == "build":
                stored_jobs.finish(tx, job, JobState.FAILED, at, problem=problem)

    listed, rows = _run("jobs").output.splitlines(), json.loads(_run("jobs", "--json").output)

    assert "Nothing was asked for" in nothing.output
    assert listed[:3] == [
        "2026-11-18 11:00  collect of s1  asked",
        "2026-11-18 10:00  sync of s1  running (Boxes 9 of 11)",
        "2026-11-18 09:00  build of s1  failed: There is no such board.",
    ]
    assert listed[3].startswith("No worker was seen in the last minute")
    assert [each.partition(" are used")[0] for each in listed[4:]] == [
        "Miro: 0% of 100,000 credits in 60 seconds",
        "Notion: 0% of 180 calls in 60 seconds",
    ]
    assert (rows["workers"], rows["retried"]) == (0, 0)
    assert rows["limits"][1] == {"vendor": "notion", "used": 0.0, "held_s": 0.0}
    assert [each["state"] for each in rows["jobs"]] == ["asked", "running", "failed"]
    assert rows["jobs"][2]["why"] == "There is no such board."


def test_listing_imports_nothing_that_migrates_or_speaks_to_vendors() -> None:
    # Importing these takes longer than all the rest of the command.
    asked = "db", "upgrade"
    heavy = "alembic", "requests", "marshmallow", "flask", "plugin.sync"
    heavy += "sqlalchemy.dialects.postgresql", "plugin.domain.checking"
    code = (
        "import sys\nfrom plugin.cli import main\n"
        "main(['list'], standalone_mode=False)\n"
        f"print([each for each in {heavy!r} if each in sys.modules])"
    )
    assert CliRunner().invoke(main, asked).exit_code == 0

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"

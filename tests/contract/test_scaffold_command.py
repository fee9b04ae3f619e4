"""`hedgerow scaffold` as somebody types it, on a served sandbox."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connectors.sandbox.app import create_sandbox
from connectors.sandbox.serve import serve
from plugin.cli import main


@pytest.fixture(autouse=True)
def _on_a_sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = serve(create_sandbox())
    server.start()
    for name in ("DEMO", "MIRO_TOKEN", "NOTION_TOKEN", "DATABASE_URL"):
        monkeypatch.delenv(f"HEDGEROW_{name}", raising=False)
    monkeypatch.setenv("HEDGEROW_SANDBOX", server.url)
    monkeypatch.setenv("HEDGEROW_DATA", str(tmp_path / "data"))
    assert _run("db", "upgrade").exit_code == 0
    yield
    server.stop()


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def _planned() -> tuple[str, ...]:
    names = ("--partnership", "Tyne", "--community", "Going home", "--question", "How?")
    begun = _run("start", *names, "--facilitator", "Sam", "--email", "sam@northside.example")
    community = begun.output.split("Community id: ")[1].split()[0]
    return ("scaffold", "--community", community, "--date", "2026-12-10")


def test_a_board_that_nobody_can_open_says_how_to_invite() -> None:
    first = _run(*_planned())
    session = first.output.split("Session: ")[1].split()[0]
    again = _run("scaffold", session)

    assert f"hedgerow scaffold {session} --let-in" in first.output
    assert "nothing was missing" in again.output
    assert "--let-in" not in again.output


def test_whoever_is_named_is_invited_as_the_board_is_built() -> None:
    built = _run(*_planned(), "--let-in", "sam@northside.example")

    assert built.exit_code == 0
    assert "Miro has sent the invitation" in built.output
    assert "Nobody was invited" not in built.output


def test_a_board_that_is_not_there_leaves_no_meeting_behind() -> None:
    refused = _run(*_planned(), "--board", "uXjVUnknown=")

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "There is no such board" in refused.stderr
    assert "2026-12-10" not in _run("list").output

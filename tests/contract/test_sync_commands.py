"""`hedgerow sync` and `hedgerow intents` as somebody types them, on a served sandbox."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connectors.errors import Evidence, LookFirst, Where
from connectors.http import HTTP
from connectors.notion.client import NotionClient
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from connectors.sandbox_people import SandboxPeople
from plugin import intents
from plugin.cli import main
from plugin.store.marks import mark_demo
from tests.unit.plugin.sync.bench import Bench, make_bench
from tests.unit.plugin.sync.test_defects import three_of_which_one_is_wrong

Run = Callable[..., Result]


@pytest.fixture
def bench(tmp_path: Path, server: str) -> Bench:
    SandboxPeople(HTTP(), server).reset()
    bench = make_bench(tmp_path)
    mark_demo(bench.place.services.db)
    for file in tmp_path.glob("hedgerow.db*"):
        file.chmod(0o600)
    bench.notion = NotionClient(HTTP(), "sandbox-sync", f"{server}/notion")
    return bench


@pytest.fixture
def run(bench: Bench, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type a command at the bench's own time."""
    for name in ("MIRO_TOKEN", "NOTION_TOKEN", "SECRET_KEY", "BASE_URL"):
        monkeypatch.delenv(f"HEDGEROW_{name}", raising=False)
    monkeypatch.setenv("HEDGEROW_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HEDGEROW_DATABASE_URL", f"sqlite:///{tmp_path / 'hedgerow.db'}")
    monkeypatch.setenv("HEDGEROW_SANDBOX", server)
    monkeypatch.setenv("HEDGEROW_DEMO", "1")
    monkeypatch.setenv("HEDGEROW_NOTION_PARENT", FIRST_PAGE_ID)

    def type_it(*words: str) -> Result:
        offset_s = (bench.place.clock.now - datetime.now(UTC)).total_seconds()
        monkeypatch.setenv("HEDGEROW_CLOCK_OFFSET_S", str(int(offset_s)))
        return CliRunner().invoke(main, [*words])

    return type_it


def test_a_sync_that_is_done_ends_with_0(bench: Bench, run: Run) -> None:
    bench.released("By phone")
    home = bench.place.partnership.id

    planned = run("sync", home, "--plan")
    untouched = bench.notion.children(FIRST_PAGE_ID)
    done = run("sync", home)
    told = run("sync", home, "--json")

    assert (planned.exit_code, done.exit_code, told.exit_code) == (0, 0, 0), done.output
    assert planned.output.startswith("Make the page “Partnership memory”")
    assert untouched == ()
    assert "Pushed: 1." in done.output
    assert json.loads(told.stdout)["writes"] == 0
    planned_again = json.loads(run("sync", home, "--plan", "--json").stdout)
    assert planned_again == {"steps": [], "messages": [], "conflicts": 0}
    assert run("sync", home, "--plan").output.endswith("Nothing would be done.\n")


def test_only_the_piece_that_is_named_goes(bench: Bench, run: Run) -> None:
    one, _ = bench.released("By phone"), bench.released("Another")

    done = run("sync", bench.place.partnership.id, "--only", one.piece.id, "--json")

    assert json.loads(done.stdout)["pushed"] == 1
    assert bench.shows(one)["Name"] == "By phone"


def test_a_piece_that_is_not_there_is_said(bench: Bench, run: Run) -> None:
    done = run("sync", bench.place.partnership.id, "--only", "nothing")

    assert done.exit_code == 1
    assert "no such piece" in done.stderr


def test_differences_that_wait_end_it_with_2(bench: Bench, run: Run, server: str) -> None:
    piece, home = bench.released("By phone"), bench.place.partnership.id
    run("sync", home)
    page_id = bench.link(piece).notion_page_id
    SandboxPeople(HTTP(), server).edit_notion_property(page_id, "In one line", "Theirs.", "Ruth")
    bench.rewrite(piece, line="Ours.")

    foretold = run("sync", home, "--plan")
    done = run("sync", home)
    another = run("sync", home, "--only", bench.released("Another").piece.id)

    assert [each.exit_code for each in (foretold, done, another)] == [2, 2, 2]
    assert "waiting for somebody to choose: 1." in foretold.output
    assert "In conflict: 1." in done.output


def test_what_stopped_for_safety_ends_with_3(bench: Bench, run: Run) -> None:
    pieces, home = [bench.released(f"Piece {n}") for n in range(4)], bench.place.partnership.id
    run("sync", home)
    for piece in pieces[:3]:
        bench.notion.trash_page(bench.link(piece).notion_page_id)

    stopped = run("sync", home)
    told = run("sync", home, "--json")
    went_on = run("sync", home, "--although-gone")

    assert (stopped.exit_code, went_on.exit_code) == (3, 0)
    assert "--although-gone" in stopped.stderr
    assert json.loads(told.stdout)["stopped"] in told.stderr


def test_what_cannot_be_ends_with_1(
    bench: Bench, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.released("By phone")
    monkeypatch.setenv("HEDGEROW_NOTION_PARENT", "5a4db0c5-0000-4000-8000-000000000002")

    done = run("sync", bench.place.partnership.id)

    assert done.exit_code == 1
    assert "add Hedgerow's connection" in done.stderr


def test_columns_are_mended_by_one_command(bench: Bench, run: Run) -> None:
    piece, home = bench.released("By phone"), bench.place.partnership.id
    run("sync", home)
    bench.notion.update_data_source(bench.source_id(), {"In one line": None})

    told = run("sync", home)
    mended = run("sync", home, "--mend-columns")

    assert "hedgerow sync --mend-columns" in told.output
    assert mended.exit_code == 0
    assert bench.shows(piece)["In one line"] == "One line of By phone."


def test_what_failed_is_named_briefly_and_every_step_in_json(bench: Bench, run: Run) -> None:
    _, wrong, _ = three_of_which_one_is_wrong(bench)
    home = bench.place.partnership.id

    done = run("sync", home)
    told = json.loads(run("sync", home, "--json").stdout)

    assert done.exit_code == 1, done.output
    *_, failure, count = done.stdout.splitlines()
    assert failure.startswith("Make a row in Notion for the piece “Second” (http")
    assert f"/pieces/{wrong.piece.id}): Something is wrong in Hedgerow itself" in failure
    assert re.fullmatch(r"Steps: \d+ done, 1 failed, 0 left for the next run\.", count)
    assert [each["outcome"] for each in told["steps"] if not each["is_quiet"]] == ["failed"]
    assert told["failures"] == [each for each in told["messages"] if "“Second”" in each]


def test_the_step_at_which_a_run_stopped_is_named(bench: Bench, run: Run, server: str) -> None:
    home, people = bench.place.partnership.id, SandboxPeople(HTTP(), server)
    bench.released("First")
    run("sync", home)
    bench.released("Second")
    people.fault("revoked", "notion", method="POST", route="/v1/pages")

    stopped, again = run("sync", home), run("sync", home)
    people.clear_faults()

    assert stopped.exit_code == 1
    assert "Make a row in Notion for the piece “Second” (http" in stopped.stderr
    assert "does not accept Hedgerow's token" in stopped.stderr.splitlines()[-1]
    assert "“Second”" not in again.stderr


def test_unfinished_writes_are_listed_without_words(bench: Bench, run: Run) -> None:
    nothing = run("intents")
    where = Where("notion", "POST", "/v1/pages")

    def lose() -> None:
        raise LookFirst(where, Evidence())

    with intents.alone_with(bench.place.services, "tyne"), pytest.raises(LookFirst):
        intents.write(
            bench.place.services,
            kind="create_row",
            subject="tyne",
            key="row:x",
            payload={"secret": "By phone"},
            send=lose,
            settle=lambda _tx, _answer: {},
        )

    told = run("intents")
    rows = json.loads(run("intents", "--json").stdout)["intents"]

    assert "Nothing is unfinished." in nothing.output
    assert told.output.endswith("create_row of row:x  tyne  in doubt\n")
    assert [(row["kind"], row["state"]) for row in rows] == [("create_row", "in doubt")]
    assert "By phone" not in told.output


@pytest.mark.parametrize("parent", ["Our memory", "https://app.notion.com/p/Our-memory", "1f0c"])
def test_a_parent_that_is_no_page_is_told_before_anything_is_sent(
    bench: Bench, run: Run, monkeypatch: pytest.MonkeyPatch, server: str, parent: str
) -> None:
    monkeypatch.setenv("HEDGEROW_NOTION_PARENT", parent)

    result = run("sync", bench.place.partnership.id)

    assert result.exit_code == 1
    assert "HEDGEROW_NOTION_PARENT must be the 32 letters and digits" in result.stderr
    assert SandboxPeople(HTTP(), server).calls() == []

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connectors.http import HTTP
from connectors.sandbox.app import create_sandbox
from connectors.sandbox.in_process import mount
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from plugin.cli import main
from plugin.cli.examination import AtTerminal, examine
from plugin.config import Settings
from tests.unit.plugin.web.mounted import SANDBOX_URL


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SANDBOX", "DEMO", "MIRO_TOKEN", "NOTION_TOKEN", "NOTION_PARENT", "DATABASE_URL"):
        monkeypatch.delenv(f"HEDGEROW_{name}", raising=False)
    monkeypatch.setenv("HEDGEROW_DATA", str(tmp_path / "data"))


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, ["doctor", *words])


def test_people_are_asked_only_with_the_live_examination() -> None:
    result = _run("--with-people")

    assert result.exit_code == 1
    assert "--with-people goes with --live." in result.output


def test_without_tokens_the_table_says_how_to_get_in() -> None:
    result = _run("--live")

    assert result.exit_code == 0
    assert "HEDGEROW_MIRO_TOKEN" in result.stdout
    assert "| notion |" in result.stdout
    assert "removes both at the end" in result.stderr


def test_the_table_goes_out_and_all_else_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_sandbox()
    settings = Settings(
        data_folder=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'hedgerow.db'}",
        base_url="http://127.0.0.1:8420",
        secret="s",
        sandbox_url=SANDBOX_URL,
        notion_parent=FIRST_PAGE_ID,
    )

    code = examine(settings, HTTP(lambda: mount(app), lambda _seconds: None), with_people=False)

    out, beside = capsys.readouterr()
    assert code == 0
    assert out.startswith("Hedgerow ")
    assert out.count("\n| ") == beside.count("\n  ") + 1
    assert "What was made is removed" in beside


@pytest.mark.parametrize(("typed", "done"), [("y\n", True), ("n\n", False)])
def test_a_person_may_pass_over_what_they_are_asked(
    typed: str, done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([typed.strip()])
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _prompt: next(answers))

    assert AtTerminal().has_done("Write a note.") is done


def test_ctrl_c_at_a_question_interrupts_the_examination(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(_prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("click.termui.visible_prompt_func", interrupted)

    with pytest.raises(KeyboardInterrupt):
        AtTerminal().answers("Did it fire?")

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from click.testing import CliRunner, Result

from plugin.cli import main

T3 = (files("plugin.convene") / "templates" / "T3.toml").read_text(encoding="utf-8")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["designs", *words])


def test_every_design_is_listed_in_words() -> None:
    lines = run().output.splitlines()

    at = lines.index("T12  Repair: 45 minutes, or 30 in its short form")
    assert lines[at + 1 : at + 4] == [
        "  Two or more people mend what went wrong. Almost nothing is written.",
        "  ○ W · Welcome (Stays here)",
        "  ○ 1 · What I hoped for (Stays here)",
    ]
    assert sum(line.startswith("T") for line in lines) == 17


def test_every_design_is_listed_as_json() -> None:
    listed = json.loads(run("--json").output)["designs"]

    by_code = {each["code"]: each for each in listed}
    assert len(listed) == len(by_code) == 17
    stories = by_code["T3"]
    assert stories["minutes"] == {"long": 120, "short": 75}
    assert stories["purpose"].startswith("Tell one or two situations")
    assert stories["boxes"][3] == {"code": "Z3", "title": "The story", "label": "Kept"}
    assert by_code["T15"]["boxes"] == []


def test_a_file_that_works_is_said_to(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(T3, encoding="utf-8")

    result = run("check", str(tmp_path / "ours.toml"))

    assert result.exit_code == 0
    assert result.output == (
        "ours.toml is a design that works: Stories and doubts, 120 minutes, or 75 in its short "
        "form, 11 boxes.\n"
    )


def test_a_file_that_does_not_is_refused_with_entry_and_reason(tmp_path: Path) -> None:
    broken = T3.replace('label = "H"', 'label = "K"', 1)
    (tmp_path / "ours.toml").write_text(broken, encoding="utf-8")

    result = run("check", str(tmp_path / "ours.toml"))

    assert result.exit_code == 1
    assert "ours.toml" in result.output
    assert "zone Z2, label: must be one of: X, H, S, M" in result.output


def test_a_file_that_is_not_there_is_a_sentence() -> None:
    result = run("check", "none.toml")

    assert result.exit_code == 1
    assert "none.toml was refused, and nothing was changed" in result.output
    assert "cannot be read" in result.output


def test_output_that_nobody_reads_on_ends_quietly() -> None:
    command = [sys.executable, "-m", "plugin", "designs", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()

    assert said == b""

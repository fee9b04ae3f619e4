import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.shared import REPOSITORY

pytestmark = pytest.mark.sqlite_only

# One process for all commands: most of the time goes into importing an unpacked wheel.
COMMANDS = """
import plugin
from plugin.cli import main

print(plugin.__file__)
for words in (
    ["db", "upgrade"],
    ["db", "status"],
    ["db", "downgrade", "base", "--yes"],
    ["db", "upgrade"],
    ["manifest", "miro", "--base-url", "https://hedgerow.example"],
):
    main(words, standalone_mode=False)
"""


def _unpacked_wheel(folder: Path) -> Path:
    """Return the wheel unpacked as an installer does it."""
    (wheel,) = WheelBuilder(str(REPOSITORY)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_tables_go_up_and_down_from_the_wheel(tmp_path: Path) -> None:
    installed = _unpacked_wheel(tmp_path)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEDGEROW_")}
    own = {"PYTHONPATH": str(installed), "HEDGEROW_DATA": str(tmp_path / "data")}

    done = subprocess.run(
        [sys.executable, "-c", COMMANDS],
        cwd=tmp_path,
        env=kept | own,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    where, up, status, is_current, down, again, *manifest = done.stdout.splitlines()
    assert where.startswith(str(installed))
    assert "no tables" in down
    assert (up, is_current) == (again, "It is up to date.")
    assert status == up
    assert manifest[0].startswith("appName")

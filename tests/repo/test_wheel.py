"""The wheel holds exactly three packages and all that they need to run."""

import subprocess
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.shared import REPOSITORY

PACKAGES = {"plugin", "connectors", "schemas"}


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    (wheel,) = WheelBuilder(str(REPOSITORY)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", *sorted(PACKAGES)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    named = [Path(name) for name in listing.stdout.split("\0") if name]
    return [path for path in named if (REPOSITORY / path).is_file()]


def test_wheel_top_level_is_three_packages(wheel_names: set[str]) -> None:
    top_level = {name.split("/")[0] for name in wheel_names}

    dist_info = {name for name in top_level if name.endswith(".dist-info")}
    assert len(dist_info) == 1
    assert top_level - dist_info == PACKAGES


def test_wheel_holds_every_tracked_package_file(wheel_names: set[str]) -> None:
    missing = [str(path) for path in tracked_files() if path.as_posix() not in wheel_names]

    assert missing == []


def test_wheel_carries_the_manifest_inside(wheel_names: set[str]) -> None:
    assert "plugin/manifest.json" in wheel_names


def test_wheel_leaves_databases_and_caches_out(wheel_names: set[str]) -> None:
    unwanted = (".db", ".sqlite", ".pyc", ".log")

    assert [name for name in wheel_names if name.endswith(unwanted)] == []

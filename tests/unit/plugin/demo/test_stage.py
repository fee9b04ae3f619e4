from datetime import date
from pathlib import Path

import pytest

from plugin.demo.environment import MARK, StoryClock, emptied
from plugin.errors import BadInput


def test_a_demo_begins_in_an_empty_folder(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with emptied(folder):
        (folder / "old").mkdir()
        (folder / "old" / "file").write_text("left")
        (folder / "hedgerow.db").write_text("left")

    with emptied(folder):
        assert [path.name for path in folder.iterdir()] == [MARK]


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(BadInput, match="holds other things"), emptied(tmp_path):
        pass

    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_folder_of_a_running_demo_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with emptied(folder):
        (folder / "hedgerow.db").write_text("in use")

        with pytest.raises(BadInput, match="Another demo is using"), emptied(folder):
            pass

        assert (folder / "hedgerow.db").read_text() == "in use"


def test_the_clock_of_the_story_goes_forward_only() -> None:
    clock = StoryClock(date(2026, 11, 18))
    clock.forward_to(date(2026, 12, 16))

    with pytest.raises(ValueError, match="forward only"):
        clock.forward_to(date(2026, 11, 18))

    assert clock().date() == date(2026, 12, 16)

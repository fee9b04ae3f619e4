"""5: a restore forgets neither what lay in *Stays here* nor what waited for its writer."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin.backups.restoring import restore
from plugin.domain.agreements import Agreement
from plugin.domain.labels import Label
from plugin.store.backing_up import back_up
from tests.pretend_board import Stage, runtime, stage

KEPT_BOX, HELD_BOX, PRIVATE_BOX = "Z3", "Z4", "ZX"


@pytest.fixture(params=["open", "closed"])
def meeting(request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    staged = stage(runtime(tmp_path), "T3", Agreement(1))
    staged.board.add("other", "P02", "Z5", "It was warm")
    (staged.close if request.param == "closed" else staged.collect)()
    return staged


def put_back_after(meeting: Stage, tmp_path: Path, happened: object) -> None:
    services = meeting.runtime.services
    back_up(services.db, tmp_path / "one.backup", services.now)
    happened()  # type: ignore[operator]
    restore(services, tmp_path / "one.backup", [], replaces=True)


def test_what_lay_in_stays_here(meeting: Stage, tmp_path: Path) -> None:
    def happened() -> None:
        meeting.board.add("private", "P01", PRIVATE_BOX, "I never said that")
        meeting.collect()

    put_back_after(meeting, tmp_path, happened)
    meeting.board.move("private", "P02", KEPT_BOX)
    meeting.collect()
    assert "private" not in meeting.notes()


def test_a_held_sticky_that_another_hand_moved(meeting: Stage, tmp_path: Path) -> None:
    meeting.board.add("held", "P01", HELD_BOX, "Nobody spoke for a long time")

    def happened() -> None:
        meeting.collect()
        meeting.board.move("held", "P02", KEPT_BOX)
        meeting.collect()
        assert meeting.notes()["held"].label is Label.H

    put_back_after(meeting, tmp_path, happened)
    meeting.collect()
    assert "held" not in meeting.notes()
    meeting.board.move("held", "P01", "Z5")
    meeting.collect()
    assert meeting.notes()["held"].text == "Nobody spoke for a long time"

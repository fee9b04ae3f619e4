"""What tests of collecting share: an empty installation, and a meeting with ten notes in a box."""

from pathlib import Path

import pytest

from plugin.domain.agreements import Agreement, Attribution
from tests.pretend_board import Runtime, Stage, runtime, stage


@pytest.fixture
def home(tmp_path: Path) -> Runtime:
    return runtime(tmp_path)


@pytest.fixture
def meeting(home: Runtime) -> Stage:
    staged = stage(home, "T3", Agreement(1, {}, Attribution.ROLE))
    for each in range(10):
        staged.board.add(f"n{each}", f"P{each % 3}", "Z3", f"canary words {each}")
    staged.board.add("elsewhere", "P9", "Z5", "still here")
    return staged

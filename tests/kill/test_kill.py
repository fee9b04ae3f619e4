"""Real processes die of SIGKILL at moments of the demo's story, and start again.

Two dozen other moments every day; HEDGEROW_TEST_SEED repeats a day's. `make kill` tries them all.
"""

import random
from copy import deepcopy

import pytest

from tests.kill.points import Killing, Point
from tests.shared import seed

SEED = seed()
SAMPLE = 24


@pytest.fixture(scope="module")
def drawn(killing: Killing) -> list[Point]:
    """Half of the points at calls of vendors, half at our own transactions."""
    die, points = random.Random(SEED), killing.points()  # noqa: S311 - a die for tests, no secret
    of_kinds = [[each for each in points if each.kind == kind] for kind in ("call", "commit")]
    return [each for points in of_kinds for each in die.sample(points, SAMPLE // 2)]


@pytest.mark.parametrize("number", range(SAMPLE))
def test_a_killed_process_started_again_ends_the_same(
    killing: Killing, drawn: list[Point], number: int
) -> None:
    wrong = killing.killed_at(drawn[number])

    assert not wrong, f"HEDGEROW_TEST_SEED={SEED}\n{wrong}"


def test_killing_meets_every_command_that_writes(killing: Killing) -> None:
    commands = {step.words[0] for step in killing.story.steps}

    assert commands == {"scaffold", "capture", "close", "sync", "take-back", "tidy"}


def test_a_doubled_item_would_be_seen_by_the_kill_test(killing: Killing) -> None:
    killing.of(0)
    sandbox = killing.story.served.sandbox
    before = killing.picture()
    board, *_ = sandbox.miro.boards.values()
    twin = deepcopy(next(iter(board.items.values())))
    twin.id = sandbox.miro.new_item_id()
    board.put([twin])

    assert killing.picture() != before

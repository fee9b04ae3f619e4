"""A process dies of SIGKILL with a call on its way, and another goes on before that arrives."""

import os
import signal
from time import monotonic, sleep

import pytest

from tests.kill.points import Killing, Point

# All waiting is shortened, that for late arrivals to two seconds.
HASTE = 10
ARRIVES_AFTER_S = 0.3


def call_of(killing: Killing, number: int, method: str, ending: str) -> int:
    """Return the number of the last call of a command that makes such a thing."""
    step, switch = killing.story.steps[number], killing.story.served.switch
    killing.put_back(step)
    killing.start(step, None).end()
    return max(
        call
        for call, line in enumerate(switch.lines, 1)
        if line.startswith(method) and line.endswith(ending)
    )


def let_arrive(killing: Killing, call: int) -> None:
    """Let the held call arrive a moment after the next process has begun to call."""
    switch = killing.story.served.switch
    ends_at = monotonic() + 20
    while switch.calls == call and monotonic() < ends_at:
        sleep(0.01)
    sleep(ARRIVES_AFTER_S)
    switch.go_on.set()


@pytest.mark.parametrize(
    ("command", "method", "ending"),
    [
        ("scaffold", "POST", "/v2/boards"),
        ("scaffold", "POST", "/frames"),
        ("scaffold", "POST", "/bulk"),
        ("sync", "POST", "/v1/databases"),
        ("sync", "POST", "/v1/pages"),
    ],
)
def test_a_call_that_arrives_after_the_kill_is_not_doubled(
    killing: Killing, command: str, method: str, ending: str
) -> None:
    steps, switch = killing.story.steps, killing.story.served.switch
    number = next(n for n, step in enumerate(steps) if step.words[0] == command)
    wanted, call = killing.of(number), call_of(killing, number, method, ending)
    killing.put_back(steps[number])
    first = killing.start(steps[number], Point(number, "call", call, "hold"))
    assert switch.held.wait(20)

    os.kill(first.child.pid, signal.SIGKILL)
    first.end()
    again = killing.start(steps[number], None, is_watched=False, haste=HASTE)
    let_arrive(killing, call)
    code, _ = again.end()

    assert (code, "does not know yet" in again.said) == (0, True)
    assert killing.shown_after(steps[number]) == wanted.shown

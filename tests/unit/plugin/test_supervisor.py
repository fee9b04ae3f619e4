"""When a process is started again, when it cannot run at all, and how all end in time."""

from __future__ import annotations

import signal
import subprocess
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from plugin.cli import supervisor
from plugin.domain.ending_in_time import ENDS_S, KILLED_S


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    clock = SimpleNamespace(s=1000.0)
    monkeypatch.setattr("plugin.cli.supervisor.time.monotonic", lambda: clock.s)
    return clock


@pytest.mark.parametrize(
    ("codes", "lasts_s", "could_work"),
    [
        ((1, 1), 1.0, True),
        ((1, 1, 1), 1.0, False),  # it refuses to run
        ((-9, -9, -9, -9), 0.1, True),  # somebody kills it
        ((1, -9, 1, -9, 1), 0.1, True),  # its port was still held by what was killed
        ((1, 1, 1, 1), 60.0, True),  # it worked for a minute each time
    ],
)
def test_only_who_ends_at_once_by_itself_again_and_again_cannot_run(
    monkeypatch: pytest.MonkeyPatch,
    now: SimpleNamespace,
    codes: tuple[int, ...],
    lasts_s: float,
    could_work: bool,
) -> None:
    left, started = list(codes), []

    def start(words: object) -> SimpleNamespace:
        started.append(now.s)
        dies_at = now.s + lasts_s
        code = left.pop(0) if left else None
        return SimpleNamespace(poll=lambda: code if now.s >= dies_at else None)

    monkeypatch.setattr(supervisor, "_process", start)
    child, seen = supervisor._Child.start(("web",)), True
    for _ in range(2000):
        now.s += 0.2
        seen = seen and child.look()

    assert seen is could_work
    if could_work:
        assert len(started) == len(codes) + 1


@dataclass
class Process:
    """A process that ends so many seconds after it was told to, on a clock of the test's own."""

    pid: int
    ends_after_s: float
    clock: SimpleNamespace
    ends_at: float | None = None

    def terminate(self) -> None:
        self.ends_at = self.clock.s + self.ends_after_s

    def poll(self) -> int | None:
        return 0 if self.ends_at is not None and self.clock.s >= self.ends_at else None

    def wait(self, timeout: float) -> None:
        assert self.ends_at is not None
        self.clock.s = max(self.clock.s, min(self.ends_at, self.clock.s + timeout))
        if self.poll() is None:
            raise subprocess.TimeoutExpired("", timeout)


@pytest.mark.parametrize(
    ("ends_after_s", "killed_after_s", "over_after_s"),
    [
        ((0.5, 3.0), {}, 3.0),
        ((3.0, 8.9), {}, 8.9),
        ((3.0, 9.5), {2: KILLED_S}, 9.5),
        ((300.0, 3.0), {1: KILLED_S}, ENDS_S),  # it does not even end when it is killed
        ((300.0, 300.0), {1: KILLED_S, 2: KILLED_S}, ENDS_S),
    ],
)
def test_all_end_together_and_who_does_not_is_killed_in_time(
    monkeypatch: pytest.MonkeyPatch,
    now: SimpleNamespace,
    ends_after_s: tuple[float, float],
    killed_after_s: dict[int, float],
    over_after_s: float,
) -> None:
    began, killed = now.s, {}

    def kill(group: int, how: signal.Signals) -> None:
        assert how is signal.SIGKILL
        killed[group] = now.s - began

    monkeypatch.setattr("plugin.cli.supervisor.os.killpg", kill)
    processes = [Process(number, each, now) for number, each in enumerate(ends_after_s, 1)]
    monkeypatch.setattr(supervisor, "_process", lambda _words: processes.pop(0))
    children = [supervisor._Child.start((word,)) for word in ("web", "worker")]

    supervisor._end(children)

    assert killed == killed_after_s
    assert now.s - began == pytest.approx(over_after_s)

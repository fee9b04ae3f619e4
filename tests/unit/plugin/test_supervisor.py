"""When a process is started again, and when it cannot run at all."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from plugin.cli import supervisor


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

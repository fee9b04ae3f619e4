"""Keeps processes of Hedgerow running side by side: starts one again that ended, ends all together.

Nothing is lost with a process that ends: what it was at is gone on with by the next one.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread

from plugin.domain.ending_in_time import ENDS_S, KILLED_S
from plugin.intents.processes import is_gone, this_process

LOG = logging.getLogger("hedgerow.serve")
_LOOKS_EVERY_S = 0.2
_QUICK_S = 5.0  # who ended sooner than this did not get to work
_MOST_QUICK_ENDS = 3
_PAUSE_S = 1.0  # so long what a killed process held, its port, may still be held


@dataclass(slots=True)
class _Child:
    """One command that is to be running, and its process of the moment."""

    words: Sequence[str]
    process: subprocess.Popen[bytes]
    began: float
    quick_ends: int = 0
    starts_at: float | None = None  # when it is to be started again; None while it runs

    @classmethod
    def start(cls, words: Sequence[str]) -> _Child:
        return cls(words, _process(words), time.monotonic())

    def look(self) -> bool:
        """Start the process again if it ended; return whether it could get to work so far.

        Who is killed could: only ends of its own count, one after the other and at once.
        """
        code, now = self.process.poll(), time.monotonic()
        if code is None:
            return True
        if self.starts_at is None:
            is_quick = now - self.began < _QUICK_S
            self.quick_ends = self.quick_ends + 1 if is_quick and code > 0 else 0
            self.starts_at = now + (_PAUSE_S if is_quick else 0.0)
            LOG.error("%s ended (%s); started again.", self.words[0], code)
        if self.quick_ends >= _MOST_QUICK_ENDS:
            return False
        if now >= self.starts_at:
            self.process, self.began, self.starts_at = _process(self.words), now, None
        return True


def supervise(commands: Sequence[Sequence[str]]) -> int:
    """Run `hedgerow` with each of these words until told to end; return 0, or 1 if one cannot run.

    Each is told who looks after it (`--under`), so that none outlives this process.
    """
    stop = Event()
    under = ("--under", this_process())
    with _told_to_end(stop):
        children = [_Child.start((*words, *under)) for words in commands]
        while not stop.wait(_LOOKS_EVERY_S):
            if not all(child.look() for child in children):
                break
        _end(children)
    return 0 if stop.is_set() else 1


def end_with(supervisor: str | None, to_end: int) -> None:
    """Tell process `to_end` to end as soon as the supervisor is gone; nothing without one."""
    if supervisor:
        Thread(target=_watch, args=(supervisor, to_end), name="supervisor", daemon=True).start()


def _watch(supervisor: str, to_end: int) -> None:
    while not is_gone(supervisor):
        time.sleep(1)
    os.kill(to_end, signal.SIGTERM)


def _process(words: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own: Ctrl+C reaches the supervisor alone."""
    command = (sys.executable, "-P", "-m", "plugin", *words)  # -P: never a `plugin` that lies here
    return subprocess.Popen(command, process_group=0)  # noqa: S603 - our own words


def _end(children: Sequence[_Child]) -> None:
    """Tell all to end, kill what has not in time, and wait no longer than `ENDS_S`."""
    told = time.monotonic()
    for child in children:
        child.process.terminate()
    _wait(children, told + KILLED_S)
    for child in children:
        if child.process.poll() is None:
            LOG.error("%s did not end in time, and is killed.", child.words[0])
            with suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)  # with what it started itself
    _wait(children, told + ENDS_S)


def _wait(children: Sequence[_Child], until: float) -> None:
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(until - time.monotonic(), 0))


@contextmanager
def _told_to_end(stop: Event) -> Iterator[None]:
    """Set `stop` when this process is told to end, by a signal or by Ctrl+C."""
    signals = (signal.SIGTERM, signal.SIGINT)
    before = {each: signal.signal(each, lambda *_: stop.set()) for each in signals}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)

"""Where a process can be killed: at every call of a vendor and at every transaction that writes,
before and after each; and whether what comes of it, once started again, is the same."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from plugin.store.database import Database
from tests import databases
from tests.kill.picture import picture, unfinished
from tests.kill.story import Step, Story

_LONGEST_S = 60
_PROCESSES = get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.kill.command"])


@dataclass(frozen=True, slots=True)
class Point:
    """A moment in one command of the story."""

    step: int
    kind: str  # "call" or "commit"
    number: int
    moment: str  # "before" or "after"; "hold" to let a call wait


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What a command comes to that nobody kills."""

    calls: int
    commits: int
    code: int
    shown: list[str]


@dataclass(frozen=True, slots=True)
class Running:
    """A process that runs a command."""

    child: Any
    hears: Connection
    output: Path

    @property
    def said(self) -> str:
        """What it printed."""
        return self.output.read_text().strip()

    def end(self) -> tuple[int, int]:
        """Wait until it ended; return how, and how many transactions it wrote."""
        if not wait([self.child.sentinel], timeout=_LONGEST_S):
            self.child.kill()
        self.child.join()
        try:
            commits = self.hears.recv()
        except EOFError:  # it was killed
            commits = 0
        self.hears.close()
        return self.child.exitcode, commits


@dataclass(slots=True)
class Killing:
    """Runs commands of a story, undisturbed or killed, always from where the story was."""

    story: Story
    undisturbed: dict[int, Undisturbed] = field(default_factory=dict)
    _started: int = 0
    _last: Running | None = None

    def points(self) -> list[Point]:
        """Return every moment at which a process of the story can be killed."""
        found = []
        for number in range(len(self.story.steps)):
            whole = self.of(number)
            for kind, count in (("call", whole.calls), ("commit", whole.commits)):
                for each in range(1, count + 1):
                    found += [Point(number, kind, each, when) for when in ("before", "after")]
        return found

    def of(self, number: int) -> Undisturbed:
        """Return what a command comes to that nobody kills."""
        if number not in self.undisturbed:
            step = self.story.steps[number]
            self.put_back(step)
            code, commits = self._run(step, None)
            calls = self.story.served.switch.calls
            self.undisturbed[number] = Undisturbed(calls, commits, code, self.shown_after(step))
        return self.undisturbed[number]

    def killed_at(self, point: Point) -> str:
        """Kill a command at a point and start it again; say what is not as it should be."""
        step, wanted = self.story.steps[point.step], self.of(point.step)
        self.put_back(step)
        code, _ = self._run(step, point)
        if code != -9:
            return f"{step}: it was not killed at {point}, but ended with {code}{self._said()}"
        code, _ = self._run(step, None)
        if code != wanted.code:
            return f"{step}: started again after {point} it ended with {code}{self._said()}"
        left = unfinished(Database(self.story.settings.database_url))
        if left:
            return f"{step}: left after {point}: {left}"
        changed = [
            line
            for line in difflib.unified_diff(wanted.shown, self.shown_after(step), lineterm="", n=0)
            if line[:1] in "+-" and line[:3] not in ("+++", "---")
        ]
        return "\n".join((f"{step}: not the same after {point}:", *changed)) if changed else ""

    def put_back(self, step: Step) -> None:
        """Let everything be as it was before a step."""
        served = self.story.served
        served.put_back(step.vendors)
        served.clock.show(step.moment)
        databases.put_back(self.story.settings.database_url, step.database)

    def _run(self, step: Step, point: Point | None) -> tuple[int, int]:
        """Run a command in a process of its own; return how it ended and what it wrote."""
        return self.start(step, point).end()

    def start(
        self, step: Step, point: Point | None, *, is_watched: bool = True, haste: int = 200
    ) -> Running:
        """Start a command in a process of its own; only one at a time is watched."""
        hears, tells = _PROCESSES.Pipe(duplex=False)
        at_call = point.number if point and point.kind == "call" else None
        at_commit = point.number if point and point.kind == "commit" else None
        moment = point.moment if point else ""
        self._started += 1
        output = self.story.settings.data_folder / f"output-{self._started % 8}.txt"
        child: Any = _PROCESSES.Process(
            target=_run_command,
            args=(step.words, self._environment(haste), str(output), tells, at_commit, moment),
        )
        if is_watched:
            self.story.served.switch.set(child, at_call, moment)
        child.start()
        self.story.served.switch.is_started.set()
        tells.close()
        self._last = Running(child, hears, output)
        return self._last

    def _environment(self, haste: int) -> Mapping[str, str]:
        settings, now = self.story.settings, datetime.now(UTC)
        return {
            "HEDGEROW_DATA": str(settings.data_folder),
            "HEDGEROW_DATABASE_URL": settings.database_url,
            "HEDGEROW_SECRET_KEY": settings.secret,
            "HEDGEROW_NOTION_PARENT": settings.notion_parent or "",
            "HEDGEROW_SANDBOX": settings.sandbox_url or "",
            "HEDGEROW_BASE_URL": settings.base_url,
            "HEDGEROW_DEMO": "1",
            "KILL_TEST_HASTE": str(haste),
            "HEDGEROW_CLOCK_OFFSET_S": str(int((self.story.served.clock() - now).total_seconds())),
        }

    def shown_after(self, step: Step) -> list[str]:
        """Return what there is now; what a sync remembers of rows is looked at one run later.

        A row that was found again is remembered as one that was made, but what Notion shows of
        it is learnt when it is next read.
        """
        shown = self.picture()
        if step.words[0] != "sync":
            return shown
        self._run(step, None)
        now = [line for line in shown if not line.startswith("table link:")]
        return [*now, "one run later:", *self.picture()]

    def picture(self) -> list[str]:
        """Return what there is now."""
        return picture(self.story.served.sandbox, Database(self.story.settings.database_url))

    def _said(self) -> str:
        return f": {self._last.said[-300:]}" if self._last else ""


def _run_command(*given: Any) -> None:
    from tests.kill import command  # in the child alone: it shortens all waiting

    command.run(*given)

"""How far a command is: bars on a terminal, a line for each part that is done elsewhere.

All of it goes to standard error: what a command prints as its outcome can be read by machines.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import click

from plugin.cli import startup

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from plugin.domain.jobs import JobPhase
    from plugin.intents import WaitPolicy


@contextmanager
def showing_progress() -> Iterator[WaitPolicy]:
    """Show how far a run is, and wait as commands do."""
    if not sys.stderr.isatty():
        yield replace(startup.waits(), progress=_Lines().note)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console) as bars:
        tell = _teller(bars)
        yield replace(startup.waits(), tell=tell, progress=_Bars(bars).note)


def _teller(bars: Progress) -> Callable[[str], None]:
    """Return what says a sentence above the bars."""
    return lambda sentence: bars.console.print(sentence, markup=False, highlight=False)


@dataclass(slots=True)
class _Bars:
    """One bar for each part of a run; it has no end where nobody can count."""

    bars: Progress
    known: dict[str, TaskID] = field(default_factory=dict)

    def note(self, phase: JobPhase) -> None:
        """Show how far a part is."""
        if phase.name not in self.known:
            self.known[phase.name] = self.bars.add_task(phase.name, total=phase.of or None)
        total = phase.of or None
        self.bars.update(self.known[phase.name], completed=phase.step, total=total)


@dataclass(slots=True)
class _Lines:
    """One line for each part of a run: when it is done, or begins where nobody can count."""

    said: set[str] = field(default_factory=set)

    def note(self, phase: JobPhase) -> None:
        """Print a line for a part that needs one now."""
        if phase.name in self.said or not (phase.is_over or phase.of == 0):
            return
        self.said.add(phase.name)
        count = f" {phase.step} of {phase.of}" if phase.of else ""
        click.echo(f"{phase.name}{count}", err=True)


def wait_option(command: Callable[..., object]) -> Callable[..., object]:
    """Give a command `--wait/--no-wait`."""
    return click.option(
        "--wait/--no-wait",
        "waits",
        default=True,
        show_default=True,
        help="Do it now, or leave it to a worker and print the job's id.",
    )(command)


def leave_to_worker(
    kind: str, subject: str, payload: Mapping[str, object], *, as_json: bool
) -> None:
    """Ask for a job, and say how it is found again."""
    import json

    from plugin.domain.people import OPERATOR
    from plugin.jobs import asking
    from plugin.jobs.queue import with_queue

    job = asking.ask(with_queue(startup.runtime()), OPERATOR, kind, subject, payload)
    asked = f"Asked for: {job.id}. A worker does it; `hedgerow jobs` says how far it is."
    click.echo(json.dumps({"job": job.id}) if as_json else asked)

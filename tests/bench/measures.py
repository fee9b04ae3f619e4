"""One measure a line: what was used, the least that could be, and whether that is within bounds.

Whatever is beyond its bound is marked. Only what is the same on every machine decides: calls, rows,
memory, waiting on a simulated clock. Measured time depends on what else the machine does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # processes whose memory is measured need none of it
    from flask import Flask

    from connectors.sandbox.app import Sandbox

SIMULATED_S = "s on a simulated clock"
REFUSALS, STATEMENTS = "refusals", "statements"
DECIDING = frozenset({"calls", "rows", "MB", REFUSALS, STATEMENTS, SIMULATED_S})


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that was measured; `at_most` is None where nothing is wanted of it."""

    name: str
    used: float
    least: float | None = None
    at_most: float | None = None
    seconds: float | None = None
    unit: str = "calls"
    at_least: float | None = None

    @property
    def is_missed(self) -> bool:
        """Say whether more was used than is wanted, or less was carried."""
        if self.at_least is not None and self.used < self.at_least:
            return True
        return self.at_most is not None and self.used > self.at_most

    @property
    def decides(self) -> bool:
        """Say whether `make bench` fails where this is missed."""
        return self.unit in DECIDING


@dataclass(slots=True)
class Watch:
    """Counts the calls to a sandbox while something is done, and how long it takes."""

    app: Flask
    calls: int = 0
    seconds: float = field(default=0.0)
    worked_s: float = field(default=0.0)  # of the processor, for which a busy machine is the same

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Count what happens inside."""
        log = self._sandbox.calls
        before, began, worked = len(log), perf_counter(), process_time()
        yield
        self.calls, self.seconds = len(log) - before, perf_counter() - began
        self.worked_s = process_time() - worked

    def of(self, name: str, least: int, tolerance: float = 0.0) -> Measure:
        """Return the measure of what was watched last; `tolerance` is a part of the least."""
        at_most = least + int(least * tolerance)
        return Measure(name, self.calls, least, at_most, self.seconds)

    @property
    def _sandbox(self) -> Sandbox:
        found: Sandbox = self.app.extensions["hedgerow_sandbox"]
        return found


HEAD = f"{'what':<62} {'used':>8} {'least':>8} {'wanted':>8} {'seconds':>8}"


def line(of: Measure) -> str:
    """Return a measure as a line of the table."""
    name = of.name if of.unit == "calls" else f"{of.name} ({of.unit})"
    seconds = "" if of.seconds is None else f"{of.seconds:.2f}"
    numbers = (_shown(of.used), _shown(of.least), _shown(of.at_most), seconds)
    said = "  MISSED" if of.is_missed else ""
    return f"{name:<62}" + "".join(f" {each:>8}" for each in numbers) + said


def told(found: Iterable[Measure]) -> int:
    """Print each measure when it is there, and return how many bounds that decide were missed."""
    click.echo(HEAD)
    missed = []
    for each in found:
        click.echo(line(each))
        missed += [each] if each.is_missed else []
    deciding = sum(each.decides for each in missed)
    click.echo(f"{deciding} bounds missed." if deciding else "Within every bound that decides.")
    if late := len(missed) - deciding:
        click.echo(f"{late} times were longer than wanted: try again on a quiet machine.")
    return deciding


def _shown(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if number == int(number) else f"{number:.2f}"

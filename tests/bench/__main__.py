"""`make bench`: prints one table, and ends with 1 where more calls, rows or memory were used.

Seconds are shown and never decide: they say more about the machine than about Hedgerow.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import click

from tests.bench import boards, memories, others, speed
from tests.bench.measures import HEAD, Measure, line
from tests.bench.planning import planning

NOTES = (60, 1_000, 10_000)
OBJECTS = (100, 1_000)
PLANNED = 10_000


def measures() -> Iterator[Measure]:
    """Measure everything, one after the other."""
    yield from boards.building()
    yield from boards.collecting(NOTES)
    for number in OBJECTS:
        yield from memories.pushing(number)
        yield from others.pushing(number)
    for number in OBJECTS:
        yield from memories.keeping(number)
    yield from planning(PLANNED)
    yield from speed.run()


def told(found: Iterable[Measure]) -> int:
    """Print each measure when it is there, and return how many bounds were missed."""
    click.echo(HEAD)
    missed = 0
    for each in found:
        click.echo(line(each))
        missed += each.is_missed
    click.echo(f"{missed} bounds missed." if missed else "Within every bound.")
    return missed


if __name__ == "__main__":
    sys.exit(1 if told(measures()) else 0)

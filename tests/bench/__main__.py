"""`make bench`: prints one table, and ends with 1 where more calls, rows or memory were used.

Time beyond its bound is marked and said, and never decides (`measures`). Words behind it choose
parts: `make bench ARGS="pages servers"`; without any, all are measured.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import perf_counter

import click

from tests.bench import boards, commands, memories, others, speed, writers
from tests.bench.measures import Measure, told
from tests.bench.pages import pages
from tests.bench.panels import panels
from tests.bench.phones import phones
from tests.bench.planning import planning
from tests.bench.scaling import scaling
from tests.bench.servers import servers, writes
from tests.bench.starting import starting

NOTES = (60, 1_000, 10_000)
OBJECTS = (100, 1_000)
LARGE = 10_000
CLIENTS = (10, 60)

Part = Callable[[], Iterator[Measure]]


def building() -> Iterator[Measure]:
    """Build and collect boards."""
    yield from boards.building()
    yield from boards.collecting(NOTES)
    for number in NOTES[1:]:
        yield from boards.storing(number)


def pushing() -> Iterator[Measure]:
    """Push for the first time, as others do, and sync again."""
    for number in OBJECTS:
        push = memories.Push(number)
        yield from push.measures()
        yield from others.pushing(number, push.worked_s)
        yield from memories.keeping(number)


def writing() -> Iterator[Measure]:
    """Let clients write at the same time."""
    yield from writers.writing(CLIENTS)
    yield from writers.on_postgresql(CLIENTS[-1])


def calling() -> Iterator[Measure]:
    """Call vendors beside bare requests."""
    yield from speed.run()


PARTS: Mapping[str, Part] = {
    "boards": building,
    "push": pushing,
    "planning": lambda: planning(LARGE),
    "writers": writing,
    "calls": calling,
    "starting": starting,
    "writes": writes,
    "pages": pages,
    "panels": panels,
    "phones": phones,
    "servers": servers,
    "workers": scaling,
    "large": lambda: commands.syncing(LARGE),
}


def measures(names: Sequence[str]) -> Iterator[Measure]:
    """Measure these parts, one after the other, and how long each of them takes."""
    for name in names:
        click.echo(f"— {name}")
        began = perf_counter()
        yield from PARTS[name]()
        yield Measure(f"({name}: all of it)", perf_counter() - began, unit="s")


def chosen(words: Sequence[str]) -> tuple[str, ...]:
    """Return the parts that somebody asked for; exit where one is none."""
    unknown = set(words) - PARTS.keys()
    if unknown:
        raise SystemExit(f"No part of the bench: {', '.join(unknown)}. Parts: {', '.join(PARTS)}.")
    return tuple(words) or tuple(PARTS)


if __name__ == "__main__":
    sys.exit(1 if told(measures(chosen(sys.argv[1:]))) else 0)

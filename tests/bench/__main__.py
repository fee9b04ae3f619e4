"""`make bench`: prints one table, and ends with 1 where more calls, rows or memory were used.

Time beyond its bound is marked and said, and never decides (`measures`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

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


def measures() -> Iterator[Measure]:
    """Measure everything, one after the other."""
    yield from boards.building()
    yield from boards.collecting(NOTES)
    for number in OBJECTS:
        push = memories.Push(number)
        yield from push.measures()
        yield from others.pushing(number, push.worked_s)
    for number in OBJECTS:
        yield from memories.keeping(number)
    yield from commands.syncing(LARGE)
    yield from planning(LARGE)
    yield from writers.writing(CLIENTS)
    yield from speed.run()
    for number in NOTES[1:]:
        yield from boards.storing(number)
    yield from starting()
    yield from pages()
    yield from phones()
    yield from panels()
    yield from servers()
    yield from writes()
    yield from scaling()


if __name__ == "__main__":
    sys.exit(1 if told(measures()) else 0)

"""What a reader goes through to follow one edit in Notion until it is a wording here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

import pytest

from plugin.store import pieces as stored_pieces
from plugin.sync.notion.read import NotionReader
from tests.shared import REPOSITORY
from tests.unit.plugin.sync.bench import Bench
from tests.unit.plugin.sync.rows_by_people import minutes_later

# From the moment the row was read to the moment the new wording is stored.
FIRST, LAST = NotionReader.theirs.__code__, stored_pieces.add_wording.__code__
# 45 and 27 are wanted: put together what always runs together, or call less, before adding one.
MOST_EXECUTED, MOST_TO_OPEN = 45, 20
POSTGRESQL = "plugin/store/postgres.py"  # its own waiting for a lock; the figure is the file's
SYNC = "plugin/sync/"
VALUES = ("plugin/domain/", "schemas/")  # what their names say suffices to follow a call


class Way:
    """Notes the modules of ours that are executed, and those that sync's own lines call."""

    def __init__(self) -> None:
        self.is_on, self.is_over = False, False
        self.executed: set[str] = set()
        self.to_open: set[str] = set()

    def called(self, frame: FrameType, _event: str, _given: Any) -> Any:
        if frame.f_code is FIRST:
            frame.f_trace_lines = False
            return self.returned
        if self.is_on and not self.is_over and (module := module_of(frame.f_code)):
            self.executed.add(module)
            caller = module_of(frame.f_back.f_code) if frame.f_back else None
            is_called_by_sync = (caller or "").startswith(SYNC) and not module.startswith(VALUES)
            if module.startswith(SYNC) or is_called_by_sync:
                self.to_open.add(module)
            self.is_over = frame.f_code is LAST
        return None

    def returned(self, _frame: FrameType, event: str, _given: Any) -> Any:
        self.is_on |= event == "return"
        return self.returned


def module_of(code: CodeType) -> str | None:
    """Return the module of the product in which code stands, None for any other."""
    path = code.co_filename.removeprefix(f"{REPOSITORY}/")
    return path if path.startswith(("plugin/", "connectors/", "schemas/")) else None


@contextmanager
def followed() -> Iterator[Way]:
    way, before = Way(), sys.gettrace()
    sys.settrace(way.called)
    try:
        yield way
    finally:
        sys.settrace(before)


@pytest.mark.parametrize("field", ["In one line", "Name"])
def test_an_edit_comes_back_through_few_modules(bench: Bench, field: str) -> None:
    piece = bench.released()
    for _ in range(2):  # made, and its body read once
        bench.sync()
        minutes_later(bench)
    bench.edit(piece, field, "They call.")
    minutes_later(bench)

    with followed() as way:
        bench.sync()

    assert way.is_over
    assert "They call." in bench.whole(piece).newest.words
    assert len(way.executed - {POSTGRESQL}) <= MOST_EXECUTED, sorted(way.executed)
    assert len(way.to_open) <= MOST_TO_OPEN, sorted(way.to_open)

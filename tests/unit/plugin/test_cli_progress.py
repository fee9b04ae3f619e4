from __future__ import annotations

import sys
from io import StringIO

import pytest

from plugin.cli.progress import showing_progress
from plugin.domain.jobs import JobPhase


class Terminal(StringIO):
    """Something that is written to like a terminal."""

    def isatty(self) -> bool:
        return True


def build() -> None:
    with showing_progress() as waits:
        for made in range(3):
            waits.progress(JobPhase("Boxes", made, 2))
            waits.tell("Looking for [what] arrived.")
        waits.progress(JobPhase("Reading the board"))


def test_a_terminal_shows_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr("rich.console.Console.is_terminal", True)

    build()

    assert "Boxes" in shown.getvalue()
    assert "2/2" in shown.getvalue()
    assert "Looking for [what] arrived." in shown.getvalue()
    assert "\x1b[" in shown.getvalue()


def test_elsewhere_each_part_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    build()

    told = capsys.readouterr()
    assert told.out == ""
    lines = [line for line in told.err.splitlines() if not line.startswith("Looking")]
    assert lines == ["Boxes 2 of 2", "Reading the board"]

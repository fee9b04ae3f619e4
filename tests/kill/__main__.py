"""`make kill`: kills every command of the demo's story at every point there is, once each."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import click

from tests.kill.points import Killing
from tests.kill.story import told_story


def kill_everywhere(part: int = 1, parts: int = 1) -> int:
    """Try all points (or every n-th), print what is wrong, and return how many failed."""
    began = monotonic()
    with TemporaryDirectory() as folder, told_story(Path(folder)) as story:
        killing = Killing(story)
        points = killing.points()[part - 1 :: parts]
        for number, step in enumerate(story.steps):
            whole = killing.of(number)
            click.echo(f"{step}: {whole.calls} calls, {whole.commits} transactions")
        failed = 0
        for number, point in enumerate(points, 1):
            wrong = killing.killed_at(point)
            failed += bool(wrong)
            if wrong or not number % 50:
                click.echo(wrong or f"{number} of {len(points)}: the same")
    click.echo(f"{len(points)} points, {failed} failed, {monotonic() - began:.0f} s")
    return failed


if __name__ == "__main__":
    sys.exit(1 if kill_everywhere(*map(int, sys.argv[1:])) else 0)

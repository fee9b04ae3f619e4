"""Tells the story on the terminal, in the community's words, with what is going on meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.padding import Padding

from plugin.domain.days import long_day


class Narrator:
    """Prints chapters and sentences; what takes a moment shows that it is going on."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False)

    def chapter(self, title: str, now: datetime) -> None:
        """Begin a chapter, on its day."""
        self._console.print()
        self._console.rule(f"[bold]{title}[/bold] · {long_day(now)}", align="left", style="dim")

    def say(self, sentence: str) -> None:
        """Say one sentence of the story."""
        self._console.print(Padding(sentence, (0, 0, 0, 2)), markup=False)

    @contextmanager
    def meanwhile(self, words: str) -> Iterator[None]:
        """Show that something is going on until it is done."""
        with self._console.status(f"  {words} …"):
            yield

    def plain(self, text: str = "") -> None:
        """Print a line as it stands."""
        self._console.print(text, markup=False, soft_wrap=True)

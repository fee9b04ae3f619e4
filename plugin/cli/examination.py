"""Runs the live examination at a terminal: progress goes to stderr, the table to stdout."""

from __future__ import annotations

import signal
from types import FrameType

import click

from connectors.http import HTTP
from plugin.config import Settings
from plugin.doctor.live import Examination, examine_live, new_name, table
from plugin.doctor.probes import Person, ProbeResult

INTERRUPTED = 130


class AtTerminal:
    """Whoever started the examination. Ctrl+C at a question ends it like anywhere else."""

    def has_done(self, sentence: str) -> bool:
        """Ask for something to be done; False if they would rather not."""
        return _asked(f"{sentence}\nDone? [y, or n to pass over]", ("y", "n")) == "y"

    def answers(self, question: str) -> str:
        """Ask something that is answered with yes, no or not known."""
        return _asked(question, ("yes", "no", "not known"))

    def shows(self, question: str) -> str:
        """Ask for something that must not be seen on the screen."""
        try:
            return str(click.prompt(question, hide_input=True, default="", show_default=False))
        except click.Abort:
            raise KeyboardInterrupt from None


def examine(settings: Settings, http: HTTP, with_people: bool) -> int:
    """Ask the services everything, print the table, and return how the command ends."""
    found = Examination(new_name())
    _say(
        f"This makes a board and a page called “{found.name}”, and removes both at the end. It "
        "takes about two minutes. Should it be killed, remove them by hand."
    )
    person: Person | None = AtTerminal() if with_people else None
    before = [(one, signal.signal(one, _stop)) for one in (signal.SIGTERM, signal.SIGHUP)]
    try:
        examine_live(settings, http, found, person, _tell)
    finally:
        for one, was in before:
            signal.signal(one, was)
        click.echo(table(found, settings))
        for sentence in found.left.sentences:
            _say(sentence)
    if not found.left.sentences:
        _say("What was made is removed; a page lies in Notion's trash.")
    if found.was_interrupted:
        return INTERRUPTED
    return 1 if found.left.sentences else 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _tell(row: ProbeResult) -> None:
    _say(f"  {row.probe}: {row.asked}")


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def _asked(question: str, answers: tuple[str, ...]) -> str:
    try:
        return str(click.prompt(question, type=click.Choice(answers), err=True))
    except click.Abort:
        raise KeyboardInterrupt from None

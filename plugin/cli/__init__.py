"""The command `hedgerow`: reads what a person typed, calls one function, prints the answer.

Rule of this folder: nothing is decided here. Modules that take long to import are imported inside
the command that needs them, so that `hedgerow --help` answers at once.
"""

from __future__ import annotations

import os

import click

from plugin.cli import (
    background,
    backups,
    designs,
    first_setup,
    keys,
    meetings,
    person,
    server,
    syncing,
)
from plugin.cli.refusals import InWords

PRIVATE = 0o077  # every file that a command makes is for the account that runs it alone


@click.group(cls=InWords)
@click.version_option(package_name="hedgerow")
def main() -> None:
    """From notes on a Miro board to a memory in Notion that a whole partnership can trust."""
    os.umask(PRIVATE)


for module in (server, first_setup, person, designs, meetings, syncing, background, keys, backups):
    for command in module.COMMANDS:
        main.add_command(command)

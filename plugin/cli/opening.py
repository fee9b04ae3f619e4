"""Opens what a command works on: the settings, and the house with its tables up to date."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plugin.config import Settings
    from plugin.intents import Waits
    from plugin.jobs import House


def settings() -> Settings:
    """Read the settings; raise BadInput for what cannot be."""
    from plugin.config import Settings

    return Settings.from_environment()


def house() -> House:
    """Put a house together; raise BadInput if its database is not up to date."""
    from plugin.jobs import open_house

    opened = open_house(settings())
    opened.ground.db.require_current()
    return opened


def waits() -> Waits:
    """Return how a command waits: as long as it takes, and saying what for."""
    from plugin.intents import Waits

    return Waits(tell=lambda sentence: click.echo(sentence, err=True))


def log_to_terminal() -> None:
    """Let Hedgerow's log appear where the server was started."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log = logging.getLogger("hedgerow")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False

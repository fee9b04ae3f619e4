"""Opens what a command works on: the settings, and the runtime with its tables up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from plugin.config import Settings
    from plugin.intents import WaitPolicy
    from plugin.store.services import Services
    from plugin.use_cases import Runtime


def settings() -> Settings:
    """Read the settings, and close folder and database to other accounts of this machine.

    Raise BadInput for settings that cannot be, and for files that stay open.
    """
    from plugin.config import Settings
    from plugin.store.private_files import keep_private

    found = Settings.from_environment()
    for sentence in keep_private(found.data_folder, found.database_url):
        click.echo(sentence, err=True)
    return found


def runtime() -> Runtime:
    """Put a runtime together; raise BadInput if its database is not up to date, or not a demo's."""
    from plugin.use_cases import create_runtime

    opened = create_runtime(settings())
    _require_usable(opened.settings, opened.services)
    return opened


def services() -> Services:
    """Open the database alone, as `runtime` does: for commands that ask nothing of Miro or Notion.

    All that speaks to these takes longer to import than such a command to answer.
    """
    from plugin.store import erasure_log
    from plugin.store.services import open_services

    found = settings()
    erasures = found.data_folder / erasure_log.FILE
    opened = open_services(found.database_url, erasures, found.clock_offset, found.secret)
    _require_usable(found, opened)
    return opened


def _require_usable(settings: Settings, services: Services) -> None:
    from plugin.store.marks import require_demo

    services.db.require_current()
    if settings.is_demo:
        require_demo(services.db)


def ready_to_begin() -> None:
    """Make the tables where there are none yet; raise BadInput where an upgrade must come first.

    A database that holds something is never upgraded by the way: a copy of it comes first.
    """
    from plugin.store.database import Database

    database = Database(settings().database_url)
    if database.revision() is None:
        database.upgrade()
        click.echo("The database is made.", err=True)
    database.require_current()


def waits() -> WaitPolicy:
    """Return how a command waits: as long as it takes, and saying what for."""
    from plugin.intents import WaitPolicy

    return WaitPolicy(tell=lambda sentence: click.echo(sentence, err=True))


def log_to_terminal() -> None:
    """Let the log of this process appear where it was started."""
    from plugin.logs.lines import log_to_terminal as log

    log()

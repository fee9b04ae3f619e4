"""Commands that copy what is kept: a backup and putting it back, a partnership that leaves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from plugin.cli import startup

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """Write everything into a new FILE, also while the server runs.

    The same file restores into SQLite and into PostgreSQL. It holds people’s words; the server's
    secret is not in it.
    """
    from plugin.store import erasure_log
    from plugin.store.backing_up import back_up
    from plugin.store.database import Database

    settings = startup.settings()
    database = Database(settings.database_url, settings.data_folder / erasure_log.FILE)
    rows = back_up(database, file, datetime.now(UTC))
    database.catch_up_erasures()
    size = file.stat().st_size
    click.echo(f"{file}: {sum(rows.values()):,} rows of {len(rows)} tables, {size:,} bytes.")
    click.echo(
        "It holds people’s words: keep it private, and not for long. It opens no connection to "
        "Miro or Notion without the server's secret: keep that too, in another place."
    )


@click.command()
@click.argument("file", type=_FILE)
@click.option("--replace", is_flag=True, help="Put it in place of what is there now.")
@click.option(
    "--log",
    "logs",
    type=_FILE,
    multiple=True,
    help="Another log of what went: the data folder of another machine has one.",
)
def restore(file: Path, replace: bool, logs: tuple[Path, ...]) -> None:
    """Put back what `hedgerow backup` wrote, into an empty installation or instead of one.

    What people took back since goes again, before anybody reads.
    """
    from plugin.backups.restoring import restore as put_back
    from plugin.domain.days import long_day
    from plugin.store.erasure_log import FILE
    from plugin.use_cases import create_runtime

    settings = startup.settings()
    services, own = create_runtime(settings).services, settings.data_folder / FILE
    restored = put_back(services, file, (own, *logs), replaces=replace)
    click.echo(
        f"Restored: {restored.rows:,} rows of {restored.tables} tables, as they were on "
        f"{long_day(restored.made_at.date())}, {restored.made_at:%H:%M} UTC."
    )
    for sentence in restored.messages:
        click.echo(sentence)


@click.command()
@click.argument("partnership_id", metavar="PARTNERSHIP")
@click.argument("file", type=_FILE, required=False)
def export(partnership_id: str, file: Path | None) -> None:
    """Write everything of a PARTNERSHIP that may leave into one zip: JSON, CSV and Markdown.

    Words that stay where they were said, held words and words that went are never in it.
    """
    from plugin.domain.people import OPERATOR
    from plugin.memory.export import export_to_file

    services = startup.runtime().services
    named = file or Path(f"hedgerow-{partnership_id}-{services.today}.zip")
    made = export_to_file(services, OPERATOR, partnership_id, named)
    click.echo(
        f"{named}: {made.sessions} sessions, {made.pieces} pieces and the words of {made.notes} "
        f"notes, in {made.files} files."
    )
    click.echo("It is a copy: whoever takes a note back later is told that this export has it.")


COMMANDS = (backup, restore, export)

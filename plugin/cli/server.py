"""Commands for the administrator: serve, web, database, sandbox, demo, manifest, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plugin.cli import startup

if TYPE_CHECKING:
    from connectors.sandbox.rate_window import Rate
    from plugin.store.database import Database


_HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
_PORT = click.option("--port", default=8420, show_default=True, type=click.IntRange(1, 65535))


@click.command()
@_HOST
@_PORT
@click.pass_context
def serve(ctx: click.Context, host: str, port: int) -> None:
    """Serve the pages, and run what they ask for: `hedgerow web` and `hedgerow worker` together."""
    from plugin.cli.serving import require_port
    from plugin.cli.supervisor import supervise

    startup.log_to_terminal()
    ready = startup.runtime()
    require_port(ready.settings, host, port)
    click.echo("Hedgerow starts. Ctrl+C ends it.")
    ready.services.db.close()
    ctx.exit(supervise((("web", "--host", host, "--port", str(port)), ("worker",))))


@click.command()
@_HOST
@_PORT
@click.option("--under", hidden=True, help="Who looks after this process.")
def web(host: str, port: int, under: str | None) -> None:
    """Serve the pages alone; what they ask for waits for a `hedgerow worker`."""
    from plugin.cli.serving import run

    startup.log_to_terminal()
    run(startup.runtime().settings, host, port, under)


@click.group()
def db() -> None:
    """The tables of the database."""


@db.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the tables up to date; what is stored stays."""
    database = _database()
    database.upgrade(revision)
    click.echo(f"The database is at revision {database.revision()}.")
    _tell_shortcoming(database)


@db.command("downgrade")
@click.argument("revision")
@click.confirmation_option(
    prompt="What the newer tables hold is lost. Have you a copy of the database?"
)
def downgrade(revision: str) -> None:
    """Take the tables back to an older REVISION; `base` removes them all."""
    database = _database()
    database.downgrade(revision)
    click.echo(f"The database is at revision {database.revision() or 'base: no tables'}.")


@db.command("status")
def status() -> None:
    """Say which revision the tables are at, and whether that is the newest."""
    database = _database()
    click.echo(f"The database is at revision {database.revision() or 'base: no tables'}.")
    database.require_current()
    click.echo("It is up to date.")
    _tell_shortcoming(database)


@db.command("copy")
@click.option("--to", "target", required=True, metavar="URL", help="Address of an empty database.")
def copy(target: str) -> None:
    """Copy everything from the database in use to another one, and compare; stop the server first.

    The other one is an SQLite file or a PostgreSQL database, written as in HEDGEROW_DATABASE_URL.
    """
    from plugin.store.copying import copy_installation
    from plugin.store.database import Database

    source = _database()
    copied = copy_installation(source, Database(target))
    for table in copied:
        click.echo(f"{table.rows:>9,}  {table.name}")
    rows = sum(table.rows for table in copied)
    click.echo(f"{rows:,} rows in {len(copied)} tables are copied and compared: they are the same.")
    click.echo("Now set HEDGEROW_DATABASE_URL to the new address, and start the server.")


@click.command()
@click.option("--port", default=8422, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--rate",
    type=click.Choice(["real", "fast", "off"]),
    default="off",
    show_default=True,
    help="Whether calls are limited as Miro and Notion limit them; fast: a minute lasts 2 s.",
)
def sandbox(port: int, rate: Rate) -> None:
    """Serve a stand-in for Miro and Notion, on this machine only."""
    from plugin.cli.serving import run_sandbox

    startup.log_to_terminal()
    run_sandbox(port, rate, click.echo)


@click.command()
@click.option("--serve/--no-serve", default=True, help="Serve the result of the story at its end.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write a report.")
@click.option("--port", default=8420, show_default=True, type=click.IntRange(1, 65534))
@click.option(
    "--folder",
    default="demo-data",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the demo keeps its things; emptied first.",
)
@click.option(
    "--database",
    metavar="URL",
    help="Another database than a file in the folder: an empty one, or one of an earlier demo.",
)
@click.pass_context
def demo(
    ctx: click.Context,
    serve: bool,
    report: Path | None,
    port: int,
    folder: Path,
    database: str | None,
) -> None:
    """Play the whole way of a note on a sandbox of its own."""
    from plugin.demo.story import run_demo

    ctx.exit(run_demo(folder.absolute(), report, serve, port, database))


@click.group()
def manifest() -> None:
    """What Miro and Notion must be told about Hedgerow."""


@manifest.command("miro")
@click.option("--base-url", required=True, help="Where people reach Hedgerow: https://…")
def miro_manifest(base_url: str) -> None:
    """Print the app manifest to paste into Miro's editor."""
    from plugin.manifest import miro_manifest_yaml

    click.echo(miro_manifest_yaml(base_url), nl=False)


@click.command()
@click.option("--live", is_flag=True, help="Ask the real Miro and Notion what only they can say.")
@click.option("--with-people", is_flag=True, help="With --live: ask what needs a person, too.")
@click.pass_context
def doctor(ctx: click.Context, live: bool, with_people: bool) -> None:
    """Check accounts, rights, database and installation; say what to do.

    With --live print a table of what the real services answer, to send to Hedgerow: it holds no
    token, no names and no words of people.
    """
    if with_people and not live:
        raise click.UsageError("--with-people goes with --live.")
    if live:
        from connectors.http import HTTP
        from plugin.cli.examination import examine as ask

        ctx.exit(ask(startup.settings(), HTTP(), with_people))
    from plugin.doctor import examine

    findings = examine(startup.settings())
    for finding in findings:
        click.echo(f"{finding.mark} {finding.about}: {finding.sentence}")
    ctx.exit(1 if any(finding.must_be_mended for finding in findings) else 0)


def _tell_shortcoming(database: Database) -> None:
    if found := database.shortcoming():
        click.echo(found)


def _database() -> Database:
    from plugin.store.database import Database

    return Database(startup.settings().database_url)


COMMANDS = (serve, web, db, sandbox, demo, manifest, doctor)

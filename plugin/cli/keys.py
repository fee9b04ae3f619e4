"""Commands for the keys under which the tokens of connections are stored."""

from __future__ import annotations

import click

from plugin.cli import startup


@click.group()
def keys() -> None:
    """The keys that lock the tokens of connections."""


@keys.command("new")
def new() -> None:
    """Print a new key; put it first in HEDGEROW_TOKEN_KEYS, before the older ones."""
    from plugin.accounts.encryption_keys import new_key

    click.echo(new_key())


@keys.command("rotate")
def rotate() -> None:
    """Lock every stored token with the first key; the older ones may then be taken away."""
    from plugin.accounts.encryption_keys import TokenKeys
    from plugin.accounts.encryption_keys import rotate as relock

    runtime = startup.runtime()
    count = relock(runtime.services, TokenKeys(runtime.settings))
    accounts = "One account is" if count == 1 else f"{count} accounts are"
    click.echo(f"{accounts} locked with the first key now.")


COMMANDS = (keys,)

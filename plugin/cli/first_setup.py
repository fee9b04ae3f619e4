"""Commands with which a partnership begins on an empty server, and people get in."""

from __future__ import annotations

import gc

import click

from plugin.cli import startup


def _make_ready(ctx: click.Context, _param: click.Parameter, _value: object) -> None:
    """Look at settings and database, and make the tables if there are none, before any question."""
    if not ctx.resilient_parsing:
        startup.ready_to_begin()


@click.command()
@click.option(
    "--ready", is_flag=True, hidden=True, expose_value=False, is_eager=True, callback=_make_ready
)
@click.option("--partnership", prompt="Name of the partnership")
@click.option("--community", prompt="Name of its first group")
@click.option("--question", prompt="The question that it is there for")
@click.option("--facilitator", prompt="Name of its facilitator")
@click.option("--email", prompt="The facilitator's e-mail address")
def start(partnership: str, community: str, question: str, facilitator: str, email: str) -> None:
    """Begin: a partnership, its first community, and a way in for its facilitator.

    Prints a link that signs the facilitator in once. Run again, it makes nothing twice and prints
    a new link.
    """
    from plugin.convene.beginning import begin

    runtime = startup.runtime()
    begun = begin(runtime.services, partnership, community, question, facilitator, email)
    click.echo(f"{begun.partnership.name}, {begun.community.name}: ready.")
    click.echo(f"Group id: {begun.community.id}")
    _print_link(runtime.settings.base_url, begun.token)


@click.command("sign-in-link")
@click.argument("email")
def sign_in_link(email: str) -> None:
    """Print a link that signs the person with this EMAIL in once."""
    from plugin.convene.sign_in import make_link
    from plugin.errors import NotHere

    token = make_link(startup.services(), email)
    if token is None:
        raise NotHere(
            "Nobody here has that address. No link was made. A facilitator adds people on the "
            "group’s page; `hedgerow start` adds the first one."
        )
    _print_link(startup.settings().base_url, token)


@click.command("operator-link")
def operator_link() -> None:
    """Print a link to the page that says what runs, waits and failed on this server."""
    import time

    from plugin.accounts.operator_links import make_operator_token

    runtime = startup.runtime()
    token = make_operator_token(runtime.accounts.keys, time.time())
    click.echo("This link opens the operator's page within 30 minutes, for 8 hours:")
    click.echo(f"  {runtime.settings.base_url}/operator/{token}")


@click.command("list")
def list_all() -> None:
    """List partnerships, communities and sessions with the ids that other commands take."""
    gc.disable()  # looking through what is imported took a seventh of this command
    from plugin.convene.overview import everything

    gc.freeze()  # or it is looked through as the process ends
    gc.enable()
    for partnership, communities in everything(startup.services()):
        click.echo(f"{partnership.id}  {partnership.name}")
        for community, sessions in communities:
            click.echo(f"  {community.id}  {community.name}")
            for session in sessions:
                what = f"{session.meeting_kind}, {session.state.value}"
                click.echo(f"    {session.id}  {session.day}  {session.name} ({what})")


def _print_link(base_url: str, token: str) -> None:
    from plugin.convene.sign_in import address_of_link

    click.echo("This link signs in once, within 30 minutes:")
    click.echo(f"  {address_of_link(base_url, token)}")


COMMANDS = (start, sign_in_link, operator_link, list_all)

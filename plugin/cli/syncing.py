"""Commands that carry a memory to Notion and back, and say what is unfinished.

Exit codes: 0 done, 1 cannot, 2 done but differences wait for a person, 3 stopped for safety.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from plugin.cli import opening

if TYPE_CHECKING:
    from plugin.sync.run import Synced

DIFFERENCES_WAIT = 2
_NOTHING = "Both sides say the same. Nothing would be done."


@click.command()
@click.argument("partnership", required=False)
@click.option("--plan", "only_plan", is_flag=True, help="Print what would be done, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as JSON.")
@click.option("--only", multiple=True, metavar="ID", help="Only this piece; can be given again.")
@click.option("--mend-columns", is_flag=True, help="Make columns again that are gone in Notion.")
@click.option("--full", is_flag=True, help="Read every body, even those that cannot have changed.")
@click.option("--although-gone", is_flag=True, help="Go on although many rows are gone at once.")
def sync(
    partnership: str | None,
    only_plan: bool,
    as_json: bool,
    only: tuple[str, ...],
    mend_columns: bool,
    although_gone: bool,
    full: bool,
) -> None:
    """Bring the memory of PARTNERSHIP here and in Notion to the same words.

    Ends with 0 when it is done, 1 when it cannot be, 2 when it is done but words that were changed
    on both sides wait for somebody to choose, 3 when it stopped for safety.
    """
    from plugin import jobs
    from plugin.convene.beginning import the_partnership
    from plugin.domain.people import OPERATOR
    from plugin.sync.run import Choices

    house = opening.house()
    home = the_partnership(house.ground, partnership)
    choices = Choices(frozenset(only), although_gone, mend_columns, full)
    if only_plan:
        lines = jobs.plan_for_notion(house, OPERATOR, home.id, choices).lines
        words = "\n".join(lines) or _NOTHING
        click.echo(json.dumps({"plan": lines}, ensure_ascii=False) if as_json else words)
        return
    done = jobs.carry_to_notion(house, OPERATOR, home.id, choices, opening.waits())
    click.echo(json.dumps(asdict(done), ensure_ascii=False) if as_json else _said(done))
    if done.conflicts:
        raise click.exceptions.Exit(DIFFERENCES_WAIT)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def intents(as_json: bool) -> None:
    """List writes to Miro and Notion of which we don't know yet whether they arrived.

    The next run of what made them looks for them before anything is sent again.
    """
    from plugin.intents import all_unfinished

    found = all_unfinished(opening.house().ground)
    if as_json:
        rows = [
            {"kind": each.kind, "about": each.subject, "state": each.state.value}
            | {"since": each.made_at.isoformat()}
            for each in found
        ]
        click.echo(json.dumps({"intents": rows}))
        return
    for each in found:
        since = f"{each.made_at:%Y-%m-%d %H:%M}"
        click.echo(f"{since}  {each.kind}  {each.subject}  {each.state.value}")
    if not found:
        click.echo("Nothing is unfinished.")


def _said(done: Synced) -> str:
    counts = (
        f"Pushed: {done.pushed}. Came back: {done.edits}. In conflict: {done.conflicts}. "
        f"Waiting to be checked: {done.waiting}. Writes: {done.writes}."
    )
    return "\n".join((counts, *done.messages))


COMMANDS = (sync, intents)

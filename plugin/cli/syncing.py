"""Commands that carry a memory to Notion and back, and say what is unfinished.

Exit codes: 0 done, 1 cannot, 2 done but differences wait for a person, 3 stopped for safety.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from plugin.cli import startup
from plugin.cli.progress import leave_to_worker, showing_progress, wait_option
from plugin.cli.refusals import CANNOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugin.sync import Preview, Synced, SyncOptions
    from plugin.use_cases import Runtime

DIFFERENCES_WAIT = 2
SHOWN = 12  # failures that are printed; the others are counted
CONFLICTS = "Changed on both sides, and waiting for somebody to choose: {number}."
_NOTHING = "Both sides say the same. Nothing would be done."


@click.command()
@click.argument("partnership", required=False)
@click.option("--plan", "only_plan", is_flag=True, help="Print what would be done, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.option("--only", multiple=True, metavar="ID", help="Only this piece; can be given again.")
@click.option("--mend-columns", is_flag=True, help="Make columns again that are gone in Notion.")
@click.option("--full", is_flag=True, help="Read every body, even those that cannot have changed.")
@click.option("--although-gone", is_flag=True, help="Go on although many rows are gone at once.")
@wait_option
def sync(
    partnership: str | None,
    only_plan: bool,
    as_json: bool,
    only: tuple[str, ...],
    mend_columns: bool,
    although_gone: bool,
    full: bool,
    waits: bool,
) -> None:
    """Bring the memory of PARTNERSHIP here and in Notion to the same words.

    Ends with 0 when it is done, 1 when it cannot be or some of it could not, 2 when it is done but
    words that were changed on both sides wait for somebody to choose, 3 when it stopped for safety.
    """
    from plugin import use_cases
    from plugin.convene.overview import the_partnership
    from plugin.domain.jobs import SYNC
    from plugin.domain.people import OPERATOR
    from plugin.sync import SyncOptions, view

    runtime = startup.runtime()
    home = the_partnership(runtime.services, partnership)
    if not waits:
        if only_plan or only:
            raise click.UsageError("--no-wait leaves a whole sync to a worker: no --plan, --only.")
        payload = {
            "although_gone": although_gone,
            "mend_columns": mend_columns,
            "full": full,
        }
        asked = {name: True for name, is_asked in payload.items() if is_asked}
        leave_to_worker(SYNC, home.id, asked, as_json=as_json)
        return
    options = SyncOptions(frozenset(only), although_gone, mend_columns, full)
    if only_plan:
        planned = use_cases.plan_for_notion(runtime, OPERATOR, home.id, options)
        click.echo(_plan_as_json(planned) if as_json else _foretold(planned))
        raise click.exceptions.Exit(DIFFERENCES_WAIT if planned.conflicts else 0)
    done = _carried(runtime, home.id, options, as_json=as_json)
    click.echo(_as_json(done) if as_json else _said(done))
    if done.failures or done.is_in_doubt:
        raise click.exceptions.Exit(CANNOT)
    if done.conflicts or view(runtime.services, OPERATOR, home.id).conflicts:
        raise click.exceptions.Exit(DIFFERENCES_WAIT)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def intents(as_json: bool) -> None:
    """List writes to Miro and Notion of which we don't know yet whether they arrived.

    The next run of what made them looks for them before anything is sent again.
    """
    from plugin.intents import all_unfinished

    found = all_unfinished(startup.services())
    if as_json:
        rows = [
            {"kind": each.kind, "of": each.key, "about": each.subject, "state": each.state.value}
            | {"since": each.made_at.isoformat()}
            for each in found
        ]
        click.echo(json.dumps({"intents": rows}))
        return
    for each in found:
        since = f"{each.made_at:%Y-%m-%d %H:%M}"
        click.echo(f"{since}  {each.kind} of {each.key}  {each.subject}  {each.state.value}")
    if not found:
        click.echo("Nothing is unfinished.")


def _as_json(told: Synced) -> str:
    return json.dumps(asdict(told), ensure_ascii=False)


def _plan_as_json(planned: Preview) -> str:
    shown = ("steps", "messages", "conflicts")
    return json.dumps({name: getattr(planned, name) for name in shown}, ensure_ascii=False)


def _foretold(planned: Preview) -> str:
    waits = (CONFLICTS.format(number=planned.conflicts),) if planned.conflicts else ()
    return "\n".join((*planned.lines, *waits)) or _NOTHING


def _carried(
    runtime: Runtime, partnership_id: str, options: SyncOptions, *, as_json: bool
) -> Synced:
    """Sync; where the run stops, say at what, before the reason is told."""
    from plugin import use_cases
    from plugin.domain.people import OPERATOR
    from plugin.errors import HedgerowError
    from plugin.sync import view

    before = view(runtime.services, OPERATOR, partnership_id).last_at
    try:
        with showing_progress() as policy:
            return use_cases.carry_to_notion(runtime, OPERATOR, partnership_id, options, policy)
    except HedgerowError as error:
        seen = view(runtime.services, OPERATOR, partnership_id)
        failed = [
            step.failure_message(runtime.settings.base_url)
            for step in seen.steps
            if step.is_failure
        ]
        for line in _few(failed) if seen.last_at != before else ():
            click.echo(line, err=True)
        if as_json:
            steps = [asdict(step) for step in seen.steps] if seen.last_at != before else []
            told = {"stopped": error.sentence, "steps": steps}
            click.echo(json.dumps(told, ensure_ascii=False))
        raise


def _said(done: Synced) -> str:
    counts = (
        f"Pushed: {done.pushed}. Came back: {done.edits}. In conflict: {done.conflicts}. "
        f"Waiting to be checked: {done.waiting}. Writes: {done.writes}."
    )
    messages = (each for each in done.messages if each not in done.failures)
    return "\n".join((counts, *messages, *_few(done.failures), *_left(done)))


def _few(failures: Sequence[str]) -> Iterator[str]:
    yield from failures[:SHOWN]
    if len(failures) > SHOWN:
        yield f"{len(failures) - SHOWN} more could not be done; --json and the sync page name them."


def _left(done: Synced) -> Iterator[str]:
    """Count what was not done, so that somebody sees at once how much it is."""
    failed, left = done.count("failed"), done.count("left")
    if failed:
        yield f"Steps: {done.count('done')} done, {failed} failed, {left} left for the next run."


COMMANDS = (sync, intents)

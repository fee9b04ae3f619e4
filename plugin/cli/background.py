"""Commands for what runs in the background: the worker, and the list of jobs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from plugin.cli import startup

if TYPE_CHECKING:
    from plugin.domain.jobs import Job
    from plugin.jobs.overview import Overview


@click.command()
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
@click.option("--under", hidden=True, help="Who looks after this process.")
def worker(threads: int, under: str | None) -> None:
    """Run what pages ask for, tidy once a day, send mails, and look at Notion for what is new."""
    from plugin.cli.serving import run_worker

    startup.log_to_terminal()
    run_worker(startup.runtime(), threads, under)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def jobs(as_json: bool) -> None:
    """List what runs in the background, what waits, what ended in the last 30 days, and how.

    Then say how many workers there are, and how much of each vendor's limit is used.
    """
    from plugin.jobs.overview import overview
    from plugin.store import jobs as stored_jobs

    runtime = startup.runtime()
    with runtime.services.db.read() as tx:
        found = stored_jobs.all_jobs(tx)
    seen = overview(runtime)
    if as_json:
        click.echo(json.dumps(_as_object(found, seen), ensure_ascii=False))
        return
    for each in found:
        click.echo(_line(each))
    if not found:
        click.echo("Nothing was asked for in the last 30 days.")
    for line in _figures(seen):
        click.echo(line)


def _as_object(found: Sequence[Job], seen: Overview) -> dict[str, object]:
    return {
        "jobs": [_as_row(each) for each in found],
        "workers": seen.workers,
        "retried": sum(each.retries for each in seen.counts),
        "limits": [
            {"vendor": each.vendor.value, "used": round(each.share, 3), "held_s": each.held_s}
            for each in seen.limits
        ],
    }


def _figures(seen: Overview) -> Iterator[str]:
    """Yield what is so beside the jobs, a line each."""
    if seen.workers:
        yield f"Workers seen in the last minute: {seen.workers}."
    else:
        yield "No worker was seen in the last minute: what is asked for waits. Run: hedgerow worker"
    for each in seen.limits:
        yield f"{each.vendor.shown}: {each.in_words}"


def _as_row(job: Job) -> dict[str, object]:
    return {
        "id": job.id,
        "kind": job.kind,
        "about": job.subject,
        "state": job.state.value,
        "asked": job.asked_at.isoformat(),
        "attempts": job.attempts,
        "steps": {phase.name: [phase.step, phase.of] for phase in job.phases},
        "why": job.problem.sentence if job.problem else None,
    }


def _line(job: Job) -> str:
    counted = [f"{each.name} {each.step} of {each.of}" for each in job.phases if each.of]
    how_far = f" ({', '.join(counted)})" if counted and not job.is_over else ""
    why = f": {job.problem.sentence}" if job.problem else ""
    often = f", tried {job.attempts} times" if job.attempts > 1 else ""
    at = f"{job.asked_at:%Y-%m-%d %H:%M}"
    return f"{at}  {job.kind} of {job.subject}  {job.state.value}{often}{how_far}{why}"


COMMANDS = (worker, jobs)

"""Jobs at a partnership's memory in Notion."""

from __future__ import annotations

from collections.abc import Mapping

from plugin import sync, use_cases
from plugin.domain.jobs import SYNC, Job
from plugin.domain.people import Actor
from plugin.intents import WaitPolicy
from plugin.jobs.job_kind import JobKind, Place, Result
from plugin.sync.report.page import require_sync
from plugin.use_cases import Runtime

_NOT_ALL = "Not everything could be done. What is left, and why, stands under Last time."


def _require_team(runtime: Runtime, actor: Actor, job: Job) -> None:
    require_sync(runtime.services, actor, job.subject)


def _has_notion(runtime: Runtime, job: Job) -> None:
    runtime.accounts.notion(job.subject)
    runtime.accounts.notion_parent(job.subject)


def _sync(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> Result:
    options = sync.SyncOptions(
        although_gone=bool(job.payload.get("although_gone")),
        mend_columns=bool(job.payload.get("mend_columns")),
    )
    done = use_cases.carry_to_notion(runtime, actor, job.subject, options, waits)
    said = tuple(each for each in done.messages if each not in done.failures)
    return Result((*said, *((_NOT_ALL,) if done.failures else ())) or (_done(done),), done)


def _done(done: sync.Synced) -> str:
    if done.conflicts:
        return "Done. Only the conflicts are left."
    if done.waiting:
        return "Done. Words that are not checked yet wait here."
    return "Done. Here and in Notion the words are the same."


NOTION_JOBS: Mapping[str, JobKind] = {
    SYNC: JobKind(
        doing="Carrying to Notion and back",
        undone="The sync is not finished",
        place=Place.SYNC,
        require=_require_team,
        may=_has_notion,
        run=_sync,
        stops_midway=True,
    ),
}

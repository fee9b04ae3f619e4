"""Jobs at a partnership's memory in Notion: carrying, looking what would be carried, single pages.

All are about the partnership, so that one begins when the one before has ended.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugin import sync, use_cases
from plugin.domain.jobs import PREVIEW, SYNC, Job
from plugin.domain.people import Actor
from plugin.errors import NotHere
from plugin.intents import WaitPolicy
from plugin.jobs.job_kind import JobKind, Place, Result
from plugin.sync import READING, require_sync
from plugin.use_cases import Runtime

PUT_BACK, COMMENTS = "put back", "comments"
PIECE = "piece"  # in a payload
_NOT_ALL = "Not everything could be done. What is left, and why, stands under Last time."


def _require_team(runtime: Runtime, actor: Actor, job: Job) -> None:
    require_sync(runtime.services, actor, job.subject)


def _require_piece(runtime: Runtime, actor: Actor, job: Job) -> None:
    if sync.partnership_of(runtime.services, actor, job.payload[PIECE]) != job.subject:
        raise NotHere("There is no such piece here. Nothing was changed.")


def _has_notion(runtime: Runtime, job: Job) -> None:
    runtime.accounts.notion(job.subject)
    runtime.accounts.notion_parent(job.subject)


def _sync(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> Result:
    options = sync.SyncOptions(
        although_gone=bool(job.payload.get("although_gone")),
        mend_columns=bool(job.payload.get("mend_columns")),
        full=bool(job.payload.get("full")),
    )
    done = use_cases.carry_to_notion(runtime, actor, job.subject, options, waits)
    said = tuple(each for each in done.messages if each not in done.failures)
    return Result((*said, *((_NOT_ALL,) if done.failures else ())) or (_done(done),), value=done)


def _done(done: sync.Synced) -> str:
    if done.conflicts:
        return "Done. Only the conflicts are left."
    if done.waiting:
        return "Done. Words that are not checked yet wait here."
    return "Done. Here and in Notion the words are the same."


def _preview(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> Result:
    waits.progress(READING)
    planned = use_cases.plan_for_notion(runtime, actor, job.subject)
    return Result(found=planned.kept, value=planned)


def _put_back(runtime: Runtime, actor: Actor, job: Job, _waits: WaitPolicy) -> Result:
    return Result((use_cases.put_back_in_notion(runtime, actor, job.payload[PIECE]),))


def _comments(runtime: Runtime, actor: Actor, job: Job, _waits: WaitPolicy) -> Result:
    return Result((use_cases.look_for_comments(runtime, actor, job.payload[PIECE]),))


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
    PREVIEW: JobKind(
        doing="Looking what a sync would do",
        undone="Nobody could look what a sync would do",
        place=Place.SYNC,
        require=_require_team,
        may=_has_notion,
        run=_preview,
        stops_midway=True,
    ),
    PUT_BACK: JobKind(
        doing="Putting the page back in Notion",
        undone="The page is not back in Notion",
        place=Place.PIECE,
        require=_require_piece,
        may=_has_notion,
        run=_put_back,
    ),
    COMMENTS: JobKind(
        doing="Looking for comments in Notion",
        undone="Nobody could look for comments",
        place=Place.PIECE,
        require=_require_piece,
        may=_has_notion,
        run=_comments,
    ),
}

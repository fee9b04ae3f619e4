"""The job that exports a partnership, and lets the file wait to be downloaded."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.domain.jobs import Job
from plugin.domain.people import Actor
from plugin.intents import WaitPolicy
from plugin.jobs.job_kind import JobKind, Place, Result
from plugin.memory import export
from plugin.use_cases import Runtime

EXPORT = "export"


def _require(runtime: Runtime, actor: Actor, job: Job) -> None:
    export.require_export(runtime.services, actor, job.subject)


def _run(runtime: Runtime, actor: Actor, job: Job, _waits: WaitPolicy) -> Result:
    export.export_to_wait(runtime.services, actor, job.subject)
    return Result(("Everything is in one file now. Download it here.",))


EXPORT_JOBS: Mapping[str, JobKind] = {
    EXPORT: JobKind(
        doing="Putting everything into one file",
        undone="The file is not made",
        place=Place.EXPORT,
        require=_require,
        run=_run,
    ),
}

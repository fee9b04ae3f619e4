"""The jobs that export a partnership, or what somebody chose, and let the file wait for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from plugin.convene.design_lookup import box_title
from plugin.domain.exports import ExportChoice, ExportFormat, ExportOf
from plugin.domain.jobs import Job
from plugin.domain.people import Actor
from plugin.domain.sessions import Session
from plugin.intents import WaitPolicy
from plugin.jobs.job_kind import JobKind, Place, Result
from plugin.memory import chosen_export, export
from plugin.memory.chosen_contents import BoxTitle
from plugin.use_cases import Runtime

EXPORT, EXPORT_CHOSEN = "export", "export chosen"


def payload_of(choice: ExportChoice, actor: Actor) -> dict[str, str]:
    """Return a choice as a job keeps it; the same choice of two people is two jobs."""
    return {
        "of": choice.of.value,
        "format": choice.file_format.value,
        "group": choice.community_id,
        "for": actor.person_id,
    }


def _choice(job: Job) -> ExportChoice:
    asked = job.payload
    return ExportChoice(ExportOf(asked["of"]), ExportFormat(asked["format"]), asked["group"])


def _require(runtime: Runtime, actor: Actor, job: Job) -> None:
    export.require_export(runtime.services, actor, job.subject)


def _run(runtime: Runtime, actor: Actor, job: Job, _waits: WaitPolicy) -> Result:
    export.export_to_wait(runtime.services, actor, job.subject)
    return Result(("Everything is in one file now. Download it here.",))


def _require_chosen(runtime: Runtime, actor: Actor, job: Job) -> None:
    chosen_export.require_choice(runtime.services, actor, job.subject, _choice(job))


def _run_chosen(runtime: Runtime, actor: Actor, job: Job, _waits: WaitPolicy) -> Result:
    titles = _box_titles(runtime)
    chosen_export.export_chosen(runtime.services, actor, job.subject, _choice(job), titles)
    return Result(("The file is made. Download it here.",))


def _box_titles(runtime: Runtime) -> BoxTitle:
    """Return what names the box of a note; each is looked for once."""
    sessions: dict[str, Session] = {}

    @cache
    def title(session_id: str, zone_code: str) -> str:
        return box_title(runtime.services, sessions[session_id], zone_code)

    def found(session: Session, zone_code: str) -> str:
        sessions[session.id] = session
        return title(session.id, zone_code)

    return found


EXPORT_JOBS: Mapping[str, JobKind] = {
    EXPORT: JobKind(
        doing="Putting everything into one file",
        undone="The file is not made",
        place=Place.EXPORT,
        require=_require,
        run=_run,
    ),
    EXPORT_CHOSEN: JobKind(
        doing="Making the file",
        undone="The file is not made",
        place=Place.CHOSEN_EXPORT,
        require=_require_chosen,
        run=_run_chosen,
    ),
}

"""Asking for a sync with Notion, and following it; the sync itself is a job, as on the page."""

from __future__ import annotations

from typing import Any

from flask import url_for

from plugin.domain.api_tokens import Scope
from plugin.domain.jobs import SYNC, Job
from plugin.domain.people import NOTHING_HERE
from plugin.errors import NotHere
from plugin.jobs import asking
from plugin.memory.search import partnership_of
from plugin.store import api_requests
from plugin.web.api.answers import JobAnswer, KeyHeader
from plugin.web.api.operations import USUAL_PROBLEMS, Asked, Operation


def _ask(asked: Asked) -> tuple[dict[str, Any], int, dict[str, str]]:
    partnership_id = asked.ids["partnership_id"]
    partnership_of(asked.services, asked.actor, partnership_id)
    job = _asked_before(asked) or asking.ask(asked.runtime, asked.actor, SYNC, partnership_id)
    _remember(asked, job)
    return _job(job), 202, {"Location": url_for("api.job", job_id=job.id)}


def _asked_before(asked: Asked) -> Job | None:
    """Return the job that the same person asked for under the same key within a day."""
    if not asked.sent["key"]:
        return None
    with asked.services.db.read() as tx:
        job_id = api_requests.job_of(tx, _key(asked))
    return asking.view(asked.runtime, asked.actor, job_id).job if job_id else None


def _remember(asked: Asked, job: Job) -> None:
    if asked.sent["key"]:
        with asked.services.db.begin() as tx:
            api_requests.keep(tx, _key(asked), job.id, asked.services.now)


def _key(asked: Asked) -> str:
    whose = (asked.actor.person_id, asked.ids["partnership_id"], asked.sent["key"])
    return "sync " + " ".join(whose)


def _follow(asked: Asked) -> dict[str, Any]:
    job = asking.view(asked.runtime, asked.actor, asked.ids["job_id"]).job
    if job.kind != SYNC:  # other kinds are followed where they were asked for
        raise NotHere(NOTHING_HERE)
    return _job(job)


def _job(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "state": job.state.value,
        "phases": [
            {"name": each.name, "step": each.step, "of": each.of or None} for each in job.phases
        ],
        "waits_for": job.says or None,
        "came_of_it": job.said,
        "problem": f"{job.problem.title}. {job.problem.sentence}" if job.problem else None,
    }


OPERATIONS = (
    Operation(
        name="ask_for_sync",
        path="/partnerships/<partnership_id>/syncs",
        method="POST",
        status=202,
        summary="Ask for a sync with Notion; where one waits or runs already, it is that one.",
        answer=JobAnswer,
        answers=_ask,
        scope=Scope.SYNC,
        sent=KeyHeader,
        sent_in="headers",
        problems=(*USUAL_PROBLEMS, 409),
        headers=(("Location", "Where the job is followed."),),
    ),
    Operation(
        name="job",
        path="/jobs/<job_id>",
        summary="Show how far a sync is, and what came of it.",
        answer=JobAnswer,
        answers=_follow,
        scope=Scope.SYNC,
    ),
)

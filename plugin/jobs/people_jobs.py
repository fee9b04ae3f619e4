"""Jobs about the people at a session's board: letting somebody in, and asking Miro who wrote.

The row of such a job tells neither address nor name (`plugin.jobs.sealing`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from plugin import building, use_cases
from plugin.capture.run import Writer
from plugin.domain.jobs import Job, JobPhase
from plugin.domain.people import Actor
from plugin.errors import BadInput
from plugin.intents import WaitPolicy
from plugin.jobs import sealing
from plugin.jobs.job_kind import JobKind, Place, Result
from plugin.jobs.session_jobs import has_board_and_account, require_host
from plugin.store import boards as stored_boards
from plugin.use_cases import Runtime

LET_IN, WRITERS = "let in", "writers"
WRITERS_STAY = timedelta(minutes=15)  # so long a browser can open who wrote
ADDRESS, REPLY_TO = "address", "reply_to"
_WRITERS = "writers"
STAND_IN_SENDS_NOTHING = "Miro is a stand-in here: no mail was sent."


def writers_in(job: Job, reply_key: str, now: datetime) -> tuple[Writer, ...] | None:
    """Return who wrote, if a job found it lately for the holder of a key; None for nobody else."""
    is_late = job.ended_at is None or now - job.ended_at > WRITERS_STAY
    sealed = None if is_late else job.found.get(_WRITERS)
    text = sealing.opened(reply_key, sealed) if sealed and reply_key else None
    return None if text is None else tuple(Writer(**each) for each in json.loads(text))


def _can_let_in(runtime: Runtime, job: Job) -> None:
    has_board_and_account(runtime, job)
    with runtime.services.db.read() as tx:
        if stored_boards.board(tx, job.subject) is None:
            raise BadInput(
                "This session has no board yet. Nobody was invited. Build the board first."
            )


def _let_in(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> Result:
    address = sealing.unlocked(runtime, job, ADDRESS)
    said = building.let_in(runtime, actor, job.subject, address, waits)
    sends_nothing = (STAND_IN_SENDS_NOTHING,) if runtime.settings.sandbox_url else ()
    return Result((said, *sends_nothing))


def _writers(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> Result:
    waits.progress(JobPhase("Asking Miro who wrote"))
    found = use_cases.writers(runtime, actor, job.subject)
    text = json.dumps([asdict(each) for each in found])
    return Result(found={_WRITERS: sealing.sealed_for(job.payload[REPLY_TO], text)}, value=found)


PEOPLE_JOBS: Mapping[str, JobKind] = {
    LET_IN: JobKind(
        doing="Inviting somebody to the board",
        undone="Nobody was invited",
        place=Place.SESSION,
        require=require_host,
        may=_can_let_in,
        run=_let_in,
    ),
    WRITERS: JobKind(
        doing="Asking Miro who wrote",
        undone="Miro did not say who wrote",
        place=Place.ROLES,
        require=require_host,
        may=has_board_and_account,
        run=_writers,
    ),
}

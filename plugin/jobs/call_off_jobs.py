"""The job that calls a session off and removes its board from Miro.

The session is forgotten before its board goes, so that nobody collects from a board that is on its
way; run again after a crash in between, the job has only the board left to remove.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugin.convene.changing_sessions import call_off, require_called_off_can_be
from plugin.convene.communities import community_of
from plugin.domain.jobs import Job, JobPhase
from plugin.domain.people import Actor, Power
from plugin.intents import WaitPolicy
from plugin.jobs import sealing
from plugin.jobs.job_kind import JobKind, Place, Result
from plugin.scaffold.removing_boards import remove_board, require_removable
from plugin.store import boards as stored_boards
from plugin.use_cases import Runtime

CALL_OFF = "call off"
SESSION, BOARD = "session", "board"  # in a payload; the board's id is locked, and goes at the end
_LOOKING = JobPhase("Looking at the board")
_REMOVED = (
    "The session is called off, and its board is removed from Miro. On paid plans it lies in "
    "Miro’s trash for 90 days; on free plans it is gone."
)
_WAS_GONE = "The session is called off. Miro shows no such board any more."


def _require_host(runtime: Runtime, actor: Actor, job: Job) -> None:
    community = community_of(runtime.services, job.subject)
    actor.require(Power.RUN_SESSION, community.partnership_id, community.id)


def _can_be_removed(runtime: Runtime, job: Job) -> None:
    require_called_off_can_be(runtime.services, job.payload[SESSION])
    runtime.accounts.miro(community_of(runtime.services, job.subject).partnership_id)


def _remove(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> Result:
    waits.progress(_LOOKING)
    session_id = job.payload[SESSION]
    miro = runtime.accounts.miro(community_of(runtime.services, job.subject).partnership_id)
    with runtime.services.db.read() as tx:
        board = stored_boards.board(tx, session_id)
    if board is not None:
        require_removable(runtime.services, miro, board)
        call_off(runtime.services, actor, session_id)
    was_there = remove_board(miro, sealing.unlocked(runtime, job, BOARD))
    return Result((_REMOVED if was_there else _WAS_GONE,))


CALL_OFF_JOBS: Mapping[str, JobKind] = {
    CALL_OFF: JobKind(
        doing="Calling the session off",
        undone="The board is not removed",
        place=Place.GROUP,
        require=_require_host,
        may=_can_be_removed,
        run=_remove,
    ),
}

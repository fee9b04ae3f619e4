"""Jobs at a session's board: building it, collecting from it, closing.

Sentences are ours, and hold counts at most: a job's row says no more than a collecting keeps.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugin import building, use_cases
from plugin.accounts.miro_app import PersonInMiro
from plugin.capture.run import Captured
from plugin.convene.sessions import session_of
from plugin.domain.jobs import Job, JobPhase
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import SessionState
from plugin.errors import BadInput
from plugin.intents import WaitPolicy
from plugin.jobs.job_kind import JobKind, Place, Result
from plugin.store import sessions as stored_sessions
from plugin.store.services import Services
from plugin.use_cases import Runtime

BUILD, COLLECT, CLOSE = "build", "collect", "close"
# In a payload: the keyed hash of whoever asked in Miro, on that very board, and their team there.
IN_PANEL, IN_TEAM = "in_panel", "in_team"
NOTHING_TO_COLLECT = "No notes were found to collect."
CLOSED = "Closed. From now on words stay as written."
READING = JobPhase("Reading the board")


def hides_moments(services: Services, job: Job) -> bool:
    """Say whether a job's times and counts would tell when notes of a closed session came."""
    with services.db.read() as tx:
        session = stored_sessions.session(tx, job.subject)
    return (
        session is not None
        and session.state is SessionState.CLOSED
        and session.policy is not None
        and session.policy.hides_moments
    )


def require_host(runtime: Runtime, actor: Actor, job: Job) -> None:
    """Return for whoever may run a job's session; raise NotHere or Refused."""
    session = session_of(runtime.services, job.subject)
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)


def has_board_and_account(runtime: Runtime, job: Job) -> None:
    """Return if a job's session has a board, and Miro an account; raise what is to be done."""
    session = session_of(runtime.services, job.subject)
    if session.template_code is None:
        raise BadInput("This session has no board. Nothing was changed.")
    runtime.accounts.miro(session.partnership_id)


def _can_be_closed(runtime: Runtime, job: Job) -> None:
    if use_cases.has_board(runtime, job.subject):
        has_board_and_account(runtime, job)
    elif session_of(runtime.services, job.subject).state is SessionState.PLANNED:
        raise BadInput("This session was never opened. Nothing was changed.")


def _can_be_built(runtime: Runtime, job: Job) -> None:
    has_board_and_account(runtime, job)
    if session_of(runtime.services, job.subject).state is SessionState.CLOSED:
        raise BadInput("This session is closed, and its board stays as it is. Nothing was changed.")


def _build(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> Result:
    board, in_panel = job.payload.get("board"), job.payload.get(IN_PANEL)
    if board is not None and in_panel is not None and not use_cases.has_board(runtime, job.subject):
        who = PersonInMiro(in_panel, job.payload.get(IN_TEAM, ""))
        building.require_editor(runtime, actor, job.subject, board, who)
    built = building.build(runtime, actor, job.subject, board, waits)
    return Result(
        (f"The board is built. It has {built.frames} boxes.", *built.messages), value=built
    )


def _collect(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> Result:
    waits.progress(READING)
    captured = use_cases.collect(runtime, actor, job.subject)
    if captured.brakes:
        return Result(value=captured)  # the session's page asks, and nothing else was done
    if not captured.stored:
        return Result((NOTHING_TO_COLLECT, *captured.messages), value=captured)
    counts = _counted(captured, with_new=not hides_moments(runtime.services, job))
    return Result((counts, *captured.messages), value=captured)


def _counted(captured: Captured, *, with_new: bool) -> str:
    notes = "one note is" if captured.stored == 1 else f"{captured.stored} notes are"
    is_mixed = with_new and 0 < captured.new < captured.stored
    return f"Collected: {notes} here now{f', {captured.new} of them new' if is_mixed else ''}."


def _close(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> Result:
    waits.progress(READING)
    captured = use_cases.close_session(runtime, actor, job.subject)
    said = (*((CLOSED,) if captured.is_closed else ()), *captured.messages)
    return Result(said, value=captured)


SESSION_JOBS: Mapping[str, JobKind] = {
    BUILD: JobKind(
        doing="Building the board",
        undone="The board is not finished",
        place=Place.SESSION,
        require=require_host,
        may=_can_be_built,
        run=_build,
        stops_midway=True,
    ),
    COLLECT: JobKind(
        doing="Collecting notes",
        undone="Nothing was collected",
        place=Place.SESSION,
        require=require_host,
        may=has_board_and_account,
        run=_collect,
    ),
    CLOSE: JobKind(
        doing="Closing the session",
        undone="The session is not closed",
        place=Place.SESSION,
        require=require_host,
        may=_can_be_closed,
        run=_close,
    ),
}

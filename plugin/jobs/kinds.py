"""The kinds of jobs: who may ask for one, the use case that it runs, and what is said at its end.

Sentences are ours, and hold counts at most: a job's row says no more than a collecting keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plugin import sync, use_cases
from plugin.capture.run import Captured
from plugin.convene.sessions import session_of
from plugin.domain.jobs import Job, JobPhase
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import SessionState
from plugin.errors import BadInput
from plugin.intents import WaitPolicy
from plugin.store import sessions as stored_sessions
from plugin.store.services import Services
from plugin.sync.report.page import require_sync
from plugin.use_cases import Runtime

BUILD, COLLECT, CLOSE, SYNC = "build", "collect", "close", "sync"
CLOSED = "Closed. From now on words stay as written."
_NOT_ALL = "Not everything could be done. What is left, and why, stands under Last time."
_READING = JobPhase("Reading the board")


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of work; `stops_midway` where stopping it between two steps is safe."""

    doing: str
    undone: str
    require: Callable[[Runtime, Actor, str], None]  # who may ask for it, and see it
    may: Callable[[Runtime, str], None]  # what is told before anything is asked
    run: Callable[[Runtime, Actor, Job, WaitPolicy], tuple[str, ...]]
    stops_midway: bool = False
    is_of_session: bool = True


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


def _require_host(runtime: Runtime, actor: Actor, session_id: str) -> None:
    session = session_of(runtime.services, session_id)
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)


def _require_team(runtime: Runtime, actor: Actor, partnership_id: str) -> None:
    require_sync(runtime.services, actor, partnership_id)


def _has_board_and_account(runtime: Runtime, session_id: str) -> None:
    session = session_of(runtime.services, session_id)
    if session.template_code is None:
        raise BadInput("This meeting has no board. Nothing was changed.")
    runtime.accounts.miro(session.partnership_id)


def _can_be_built(runtime: Runtime, session_id: str) -> None:
    _has_board_and_account(runtime, session_id)
    if session_of(runtime.services, session_id).state is SessionState.CLOSED:
        raise BadInput("This meeting is closed, and its board stays as it is. Nothing was changed.")


def _has_notion(runtime: Runtime, partnership_id: str) -> None:
    runtime.accounts.notion(partnership_id)
    runtime.accounts.notion_parent(partnership_id)


def _build(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> tuple[str, ...]:
    board = job.payload.get("board")
    built = use_cases.build(runtime, actor, job.subject, board, waits)
    return (f"The board is built. It has {built.frames} boxes.", *built.messages)


def _collect(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> tuple[str, ...]:
    waits.progress(_READING)
    captured = use_cases.collect(runtime, actor, job.subject)
    if captured.brakes:
        return ()  # the session's page asks its question itself, and nothing else was done
    if not captured.stored:
        return ("No notes were found to collect.", *captured.messages)
    counts = _counted(captured, with_new=not hides_moments(runtime.services, job))
    return (counts, *captured.messages)


def _counted(captured: Captured, *, with_new: bool) -> str:
    notes = "one note is" if captured.stored == 1 else f"{captured.stored} notes are"
    is_mixed = with_new and 0 < captured.new < captured.stored
    return f"Collected: {notes} here now{f', {captured.new} of them new' if is_mixed else ''}."


def _close(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> tuple[str, ...]:
    waits.progress(_READING)
    captured = use_cases.close_session(runtime, actor, job.subject)
    return (*((CLOSED,) if captured.is_closed else ()), *captured.messages)


def _sync(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> tuple[str, ...]:
    choices = sync.SyncOptions(
        although_gone=bool(job.payload.get("although_gone")),
        mend_columns=bool(job.payload.get("mend_columns")),
    )
    done = use_cases.carry_to_notion(runtime, actor, job.subject, choices, waits)
    said = tuple(each for each in done.messages if each not in done.failures)
    return (*said, *((_NOT_ALL,) if done.failures else ())) or (_done(done),)


def _done(done: sync.Synced) -> str:
    if done.conflicts:
        return "Done. Only the conflicts are left."
    if done.waiting:
        return "Done. Words that are not checked yet wait here."
    return "Done. Here and in Notion the words are the same."


KINDS: Mapping[str, JobKind] = {
    BUILD: JobKind(
        "Building the board",
        "The board is not finished",
        _require_host,
        _can_be_built,
        _build,
        stops_midway=True,
    ),
    COLLECT: JobKind(
        "Collecting notes",
        "Nothing was collected",
        _require_host,
        _has_board_and_account,
        _collect,
    ),
    CLOSE: JobKind(
        "Closing the session",
        "The session is not closed",
        _require_host,
        _has_board_and_account,
        _close,
    ),
    SYNC: JobKind(
        "Carrying to Notion and back",
        "The sync is not finished",
        _require_team,
        _has_notion,
        _sync,
        stops_midway=True,
        is_of_session=False,
    ),
}

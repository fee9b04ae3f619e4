"""Whether somebody in the panel may change the board that they name: Miro's word, ten minutes old.

Where nothing is known, Miro is asked by a job, and the panel hears so.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from plugin.accounts.miro_app import Editors, PersonInMiro
from plugin.domain.jobs import Job, JobState
from plugin.domain.people import Actor, Power
from plugin.domain.sessions import Session
from plugin.jobs import asking
from plugin.jobs.panel_jobs import BELIEVED_FOR, EDITORS, FOUND, OTHERS, SESSION, about_board
from plugin.jobs.session_jobs import BUILD, CLOSE, COLLECT
from plugin.use_cases import Runtime

_ASK_AGAIN = timedelta(seconds=20)  # after an asking that failed


class BoardAccess(Enum):
    """What Miro said of somebody at a board."""

    MAY_CHANGE = "may change"
    MAY_NOT = "may not"
    ASKED = "asked"  # Miro is being asked
    NO_ANSWER = "no answer"
    ENDED = "ended"  # Miro takes our token no longer


def board_access(
    runtime: Runtime, actor: Actor, session: Session, who: PersonInMiro
) -> BoardAccess:
    """Return what is known of a Miro name at a session's board, and ask Miro where it is too old.

    Only for who may run the session; whatever Miro's word is, our own roles come first.
    """
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)
    job, now = asking.newest(runtime, about_board(session.id), (EDITORS,)), runtime.services.now
    if job is not None and job.ended_at is not None:
        age = now - job.ended_at
        is_believed = age < BELIEVED_FOR and not _was_refused(runtime, session, job.ended_at)
        if job.state is JobState.DONE and is_believed:
            is_known = Editors.from_stored(job.found.get(FOUND, {})).has(who)
            return BoardAccess.MAY_CHANGE if is_known else BoardAccess.MAY_NOT
        if job.state is JobState.FAILED and age < _ASK_AGAIN:
            return BoardAccess.ENDED if _lacks_connection(job) else BoardAccess.NO_ANSWER
    asking.ask(runtime, actor, EDITORS, about_board(session.id), {SESSION: session.id})
    return BoardAccess.ASKED


def _was_refused(runtime: Runtime, session: Session, since: datetime) -> bool:
    """Say whether Miro took our token no longer, at work on the board, since a moment."""
    job = asking.newest(runtime, session.id, (BUILD, COLLECT, CLOSE), JobState.FAILED)
    return job is not None and _lacks_connection(job) and (job.ended_at or since) > since


def _lacks_connection(job: Job) -> bool:
    return job.problem is not None and job.problem.is_mended_by_connecting


def open_to(runtime: Runtime, actor: Actor, session: Session) -> tuple[str, ...]:
    """Return who may do what on a board without an invitation, as Miro said last; asks nothing."""
    actor.require(Power.RUN_SESSION, session.partnership_id, session.community_id)
    job = asking.newest(runtime, about_board(session.id), (EDITORS,), JobState.DONE)
    return tuple(map(str, job.found.get(OTHERS, ()))) if job is not None else ()

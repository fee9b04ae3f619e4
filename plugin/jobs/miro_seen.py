"""How Miro answered the last job that was there; pages say it without asking Miro themselves."""

from __future__ import annotations

from plugin.domain.people import Actor, Power
from plugin.domain.readiness import MiroSeen
from plugin.errors import ConnectionBroken
from plugin.jobs.connection_jobs import CONNECT
from plugin.jobs.people_jobs import LET_IN, WRITERS
from plugin.jobs.session_jobs import BUILD, CLOSE, COLLECT
from plugin.store import jobs as stored_jobs
from plugin.use_cases import Runtime

_AT_MIRO = (BUILD, COLLECT, CLOSE, LET_IN, WRITERS, CONNECT)
_UNREACHED = 500  # a job that failed with this status or more got no usable answer


def miro_seen(runtime: Runtime, actor: Actor, partnership_id: str) -> MiroSeen:
    """Return what is known of a partnership's account at Miro."""
    actor.require(Power.READ_MEMORY, partnership_id)
    try:
        runtime.accounts.miro(partnership_id)
    except ConnectionBroken as error:
        return MiroSeen(problem=error.sentence)
    with runtime.services.db.read() as tx:
        last = stored_jobs.last_of_partnership(tx, partnership_id, _AT_MIRO)
    if last is None:
        return MiroSeen()
    if last.problem is not None and last.problem.status >= _UNREACHED:
        return MiroSeen(failed_at=last.ended_at)
    return MiroSeen(answered_at=last.ended_at)

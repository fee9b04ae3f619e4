"""Jobs about a partnership's accounts: connecting, disconnecting, choosing the page in Notion."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.accounts import connecting
from plugin.accounts.parent_page import choose_parent
from plugin.domain.connections import Vendor
from plugin.domain.jobs import Job
from plugin.domain.people import Actor
from plugin.intents import WaitPolicy
from plugin.jobs import sealing
from plugin.jobs.job_kind import JobKind, Place, Result
from plugin.use_cases import Runtime

CONNECT, DISCONNECT, CHOOSE_PARENT = "connect", "disconnect", "choose parent"
VENDOR, PAGE, RETURNED_TO, STATE = "vendor", "page", "returned_to", "state"


def _require_whole(runtime: Runtime, actor: Actor, job: Job) -> None:
    connecting.require_whole(runtime.accounts, actor, job.subject)


def _connect(runtime: Runtime, actor: Actor, job: Job, _waits: WaitPolicy) -> Result:
    vendor = Vendor(job.payload[VENDOR])
    connecting.finish(
        runtime.services,
        runtime.accounts,
        actor,
        job.subject,
        vendor,
        sealing.unlocked(runtime, job, RETURNED_TO),
        sealing.unlocked(runtime, job, STATE),
    )
    return Result((f"{vendor.shown} is connected.",))


def _disconnect(runtime: Runtime, actor: Actor, job: Job, _waits: WaitPolicy) -> Result:
    given = (runtime.services, runtime.accounts, actor, job.subject)
    return Result((connecting.disconnect(*given, Vendor(job.payload[VENDOR])),))


def _choose_parent(runtime: Runtime, actor: Actor, job: Job, _waits: WaitPolicy) -> Result:
    choose_parent(runtime.services, runtime.accounts, actor, job.subject, job.payload[PAGE])
    return Result(("Chosen. The memory is kept under this page.",))


CONNECTION_JOBS: Mapping[str, JobKind] = {
    CONNECT: JobKind(
        doing="Connecting an account",
        undone="The account is not connected",
        place=Place.CONNECTIONS,
        require=_require_whole,
        run=_connect,
        tries_again=False,  # what it was asked with is good once
    ),
    DISCONNECT: JobKind(
        doing="Disconnecting an account",
        undone="The account is not disconnected",
        place=Place.CONNECTIONS,
        require=_require_whole,
        run=_disconnect,
    ),
    CHOOSE_PARENT: JobKind(
        doing="Asking Notion for the page",
        undone="The page is not chosen",
        place=Place.CONNECTIONS,
        require=_require_whole,
        run=_choose_parent,
    ),
}

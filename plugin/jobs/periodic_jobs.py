"""Jobs that nobody asks for: tidying, mails, looks at Notion; and when each is to be asked for.

Every worker looks once a minute, and asks for what is due (`ask_for_what_is_due`). However many
workers there are, each job is there once at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from plugin import use_cases
from plugin.domain.jobs import BY_ITSELF, Job
from plugin.domain.people import Actor
from plugin.intents import WaitPolicy
from plugin.jobs import mails, reminders, webhook_messages
from plugin.jobs.job_kind import JobKind, Place, Result, require_operator
from plugin.jobs.looks import Rounds
from plugin.jobs.mails import MAILS
from plugin.jobs.people_jobs import WRITERS, WRITERS_STAY
from plugin.jobs.phone_jobs import ask_for_stickies
from plugin.store import jobs as stored_jobs
from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.jobs")
TIDY, LOOKS, NAMES, WEBHOOKS = "tidy", "looks", "names", "webhooks"
_TIDY_EVERY = timedelta(days=1)


def ask_for_what_is_due(runtime: Runtime) -> None:
    """Ask for what is to be done now; asking again while it waits or runs changes nothing."""
    with runtime.services.db.begin() as tx:
        stored_jobs.forget_kind(tx, WRITERS, runtime.services.now - WRITERS_STAY)
    ask_for_stickies(runtime)
    for kind in _due(runtime):
        services = runtime.services
        payload = {} if kind == TIDY else {BY_ITSELF: True}  # when it was tidied is kept
        job = Job(
            id=services.new_id(),
            kind=kind,
            subject=kind,
            asked_by=None,
            asked_at=services.now,
            payload=payload,
        )
        with services.db.begin() as tx:
            if kind != TIDY:
                stored_jobs.forget_ended(tx, kind)  # it failed: this one says whether it still does
            stored_jobs.ask(tx, job)


def _due(runtime: Runtime) -> Iterator[str]:
    if _is_to_be_tidied(runtime):
        yield TIDY
    if mails.wait_to_be_sent(runtime) or reminders.wait_to_be_reminded(runtime):
        yield MAILS
    if webhook_messages.wait_to_be_told(runtime):
        yield WEBHOOKS
    if runtime.accounts.lacks_miro_name:
        yield NAMES
    if not runtime.settings.is_demo:  # its weeks are told by hand, so nothing is carried by itself
        yield LOOKS


def _is_to_be_tidied(runtime: Runtime) -> bool:
    """Say whether the last tidying is a day ago, or lies ahead because a clock was set back."""
    with runtime.services.db.read() as tx:
        last = stored_jobs.newest_about(tx, TIDY)
    if last is None:
        return True
    return last.is_over and abs(runtime.services.now - last.asked_at) >= _TIDY_EVERY


def _tidy(runtime: Runtime, _actor: Actor, _job: Job, _waits: WaitPolicy) -> Result:
    done = use_cases.tidy(runtime)
    LOG.info(
        "Tidied: %s notes that left their board and %s held or kept notes at their date are "
        "erased, %s keys forgotten, %s sessions closed that nobody had closed.",
        done.erased_left,
        done.erased_held,
        done.keys_forgotten,
        done.closed,
    )
    return Result(value=done)


def _send_mails(runtime: Runtime, _actor: Actor, _job: Job, _waits: WaitPolicy) -> Result:
    return Result(value=mails.send_waiting(runtime) + reminders.remind_waiting(runtime))


def _tell(runtime: Runtime, _actor: Actor, _job: Job, _waits: WaitPolicy) -> Result:
    return Result(value=webhook_messages.tell_waiting(runtime))


def _ask_names(runtime: Runtime, _actor: Actor, _job: Job, _waits: WaitPolicy) -> Result:
    return Result(value=runtime.accounts.ask_miro_name())


def _look(runtime: Runtime, _actor: Actor, _job: Job, waits: WaitPolicy) -> Result:
    return Result(again_in_s=max(Rounds(runtime, progress=waits.progress).turn(), 1.0))


def _by_itself(
    doing: str, undone: str, run: Callable[[Runtime, Actor, Job, WaitPolicy], Result]
) -> JobKind:
    return JobKind(
        doing=doing, undone=undone, place=Place.NOWHERE, require=require_operator, run=run
    )


PERIODIC_JOBS: Mapping[str, JobKind] = {
    TIDY: _by_itself("Tidying", "Not tidied; tried again tomorrow", _tidy),
    MAILS: _by_itself("Sending mails", "Mails wait", _send_mails),
    WEBHOOKS: _by_itself("Telling webhooks", "Webhooks were not told", _tell),
    NAMES: _by_itself("Asking Miro for its account's name", "Its name is not known", _ask_names),
    LOOKS: _by_itself("Looking at Notion", "Notion was not looked at", _look),
}

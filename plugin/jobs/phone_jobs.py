"""Jobs for people who take part by phone: their notes to the board, a link to their own mailbox.

Hedgerow asks for both by itself, so that a row goes when its job is done. What a mail says and to
whom is locked in the row until then, and gone when the job ends, however it ends.
"""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from plugin import mail, use_cases
from plugin.domain.jobs import BY_ITSELF, PLACE, Job, JobState
from plugin.domain.people import Actor
from plugin.errors import BadInput, NotNow
from plugin.govern.sticky_work import ask_for_sticky_work
from plugin.intents import WaitPolicy
from plugin.jobs import sealing
from plugin.jobs.job_kind import JobKind, Place, Result, require_operator
from plugin.store import jobs as stored_jobs
from plugin.store import phone_stickies
from plugin.use_cases import Runtime

SEND_LINK = "own link"
_ADDRESS, _SUBJECT, _WORDS = "address", "subject", "words"
_RESTS = timedelta(minutes=10)  # after the tries of one job came to nothing
_AWAY = "The mail server took no mail. It is tried again by itself."
_REFUSED = "The mail server knows no such address. Nothing was sent."


def link_to_send(runtime: Runtime, address: str, subject: str, words: str) -> dict[str, Any]:
    """Return what a job that sends somebody the link to their notes is asked with."""
    mail_to = {_ADDRESS: address, _SUBJECT: subject, _WORDS: words}
    return {BY_ITSELF: True, **sealing.locked(runtime, mail_to)}


def ask_for_stickies(runtime: Runtime) -> None:
    """Ask again for boards on which notes by phone wait, such as one that was built since."""
    services = runtime.services
    with services.db.read() as tx:
        waiting = phone_stickies.sessions_with_work(tx)
    for session_id in waiting:
        with services.db.begin() as tx:
            last = stored_jobs.newest_about(tx, session_id, (PLACE,))
            has_failed = last is not None and last.state is JobState.FAILED
            if last is None or (has_failed and services.now - last.asked_at >= _RESTS):
                ask_for_sticky_work(services, tx, session_id)


def _place(runtime: Runtime, actor: Actor, job: Job, waits: WaitPolicy) -> Result:
    return Result(value=use_cases.place_notes(runtime, actor, job.subject, waits))


def _send_link(runtime: Runtime, _actor: Actor, job: Job, _waits: WaitPolicy) -> Result:
    """Send one mail; the job's row goes then, and with it whom it went to and what it said."""
    to, *said = (sealing.unlocked(runtime, job, name) for name in (_ADDRESS, _SUBJECT, _WORDS))
    try:
        mail.send(runtime.settings, to, *said)
    except smtplib.SMTPRecipientsRefused:
        raise BadInput(_REFUSED) from None
    except (OSError, smtplib.SMTPException):  # what it says may quote the address
        raise NotNow(_AWAY) from None
    return Result()


PHONE_JOBS: Mapping[str, JobKind] = {
    PLACE: JobKind(
        doing="Placing notes by phone on the board",
        undone="Notes by phone are not on the board yet; they are safe here",
        place=Place.NOWHERE,
        require=require_operator,
        run=_place,
    ),
    SEND_LINK: JobKind(
        doing="Sending somebody the link to their notes",
        undone="The link was not sent",
        place=Place.NOWHERE,
        require=require_operator,
        run=_send_link,
    ),
}

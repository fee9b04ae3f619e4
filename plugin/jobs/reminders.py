"""Reminds people who left an address, and forgets it with the last mail.

Once, the day before the days for writing end; of something to check when it is asked, and once more
three days before that question closes. A mail has none of the group's words, and is in the language
of its session, in both where that is. An address that the mail server refuses is forgotten too.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass

from plugin import mail
from plugin.domain.questions import last_day
from plugin.domain.reminders import (
    REMINDED_BEFORE,
    Reminder,
    checking_mail,
    in_each,
    is_last_mail,
    writing_mail,
)
from plugin.domain.writing_window import is_over
from plugin.errors import NotNow
from plugin.store import reminders as stored_reminders
from plugin.store.database import Tx
from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.mails")
_AWAY = "The mail server took no mail. Reminders wait here, and are tried again by themselves."


@dataclass(frozen=True, slots=True)
class _Due:
    reminder: Reminder
    subject: str
    body: str
    is_last: bool


def wait_to_be_reminded(runtime: Runtime) -> bool:
    """Say whether somebody is to be reminded now."""
    if not runtime.settings.smtp_url:
        return False
    with runtime.services.db.read() as tx:
        return next(_due(runtime, tx), None) is not None


def remind_waiting(runtime: Runtime) -> int:
    """Send what is due; return how many mails were taken. Raise NotNow as for other mails."""
    if not runtime.settings.smtp_url:
        return 0
    with runtime.services.db.read() as tx:
        due = tuple(_due(runtime, tx))
    taken = 0
    for each in due:
        is_taken = _sent(runtime, each)
        with runtime.services.db.begin() as tx:
            if each.is_last or not is_taken:
                stored_reminders.forget(tx, each.reminder.id)
            else:
                stored_reminders.mark_told(tx, each.reminder.id)
        taken += is_taken
    return taken


def _due(runtime: Runtime, tx: Tx) -> Iterator[_Due]:
    services = runtime.services
    base = runtime.settings.base_url.rstrip("/")
    last = services.today + REMINDED_BEFORE
    for reminder, spoken, code, day, until in stored_reminders.of_writing(tx, last):
        if code is not None and not is_over(until, services.today):
            words = writing_mail(day, until, f"{base}/j/{code}")
            yield _Due(reminder, *in_each(spoken, *words), is_last=True)
    for reminder, spoken, day, closes_at in stored_reminders.of_checking(tx, services.now):
        is_last = is_last_mail(reminder, closes_at, services.now)
        if is_last is not None:
            words = checking_mail(day, last_day(closes_at), is_last=is_last)
            yield _Due(reminder, *in_each(spoken, *words), is_last=is_last)


def _sent(runtime: Runtime, due: _Due) -> bool:
    """Send one mail; return whether it was taken, and not refused."""
    try:
        mail.send(runtime.settings, due.reminder.address, due.subject, due.body)
    except smtplib.SMTPRecipientsRefused:
        LOG.warning("A reminder was not sent: its address was refused. It is not tried again.")
        return False
    except (OSError, smtplib.SMTPException) as error:
        LOG.error("Reminders wait; they are tried again. (%s)", type(error).__name__)
        raise NotNow(_AWAY) from None
    return True

"""Sends the mails that wait in the database, aside from everybody's requests.

Whoever asked to sign in waits for theirs, so it goes first. A mail is forgotten when the mail
server has taken it, so that one is sent twice only if the process ends in between. An address that
the server refuses is not tried again; a server that cannot be reached is, until nobody needs the
mail any more.
"""

from __future__ import annotations

import logging
import smtplib

from plugin import mail
from plugin.convene.sign_in_mail import forget_link, path_of
from plugin.errors import NotNow
from plugin.store import outbox
from plugin.store.outbox import OutgoingMail
from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.mails")
MAILS = "mails"


def wait_to_be_sent(runtime: Runtime) -> bool:
    """Say whether a mail waits that can be sent or forgotten."""
    services = runtime.services
    with services.db.read() as tx:
        is_due = bool(runtime.settings.smtp_url) and bool(outbox.due_mails(tx, services.now))
        return is_due or outbox.has_old_mails(tx, services.now)


def send_waiting(runtime: Runtime) -> int:
    """Send what waits; return how many mails were taken. Without a mail server none is.

    Raise NotNow where the mail server does not take one.
    """
    services, settings = runtime.services, runtime.settings
    with services.db.begin() as tx:
        outbox.drop_old_mails(tx, services.now)
    if not settings.smtp_url:
        return 0
    taken = 0
    # One by one: what one tells may be taken back, and a link asked for, while another is sent.
    while (found := _next(runtime)) is not None:
        each, address = found
        path = path_of(services, each)
        taken += path is not None and _is_taken(runtime, each, address, path)
        with services.db.begin() as tx:
            outbox.drop_mail(tx, each.id)
    return taken


def _next(runtime: Runtime) -> tuple[OutgoingMail, str] | None:
    with runtime.services.db.read() as tx:
        return outbox.next_mail(tx, runtime.services.now)


def _is_taken(runtime: Runtime, each: OutgoingMail, address: str, path: str) -> bool:
    """Hand a mail over; return whether its address was not refused, raise as `send_waiting`."""
    settings = runtime.settings
    body = each.body.replace("{link}", f"{settings.base_url.rstrip('/')}{path}")
    try:
        mail.send(settings, address, each.subject, body)
    except smtplib.SMTPRecipientsRefused:
        LOG.warning("A mail was not sent: its address was refused. It is not tried again.")
        return False
    except (OSError, smtplib.SMTPException) as error:
        forget_link(runtime.services, path)
        # What it says may quote the password or an address.
        LOG.error("Mails wait; they are tried again. (%s)", type(error).__name__)
        raise NotNow(_AWAY) from None
    return True


_AWAY = "The mail server took no mail. The mails wait here, and are tried again by themselves."

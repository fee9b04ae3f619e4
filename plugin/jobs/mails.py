"""Sends the mails that wait in the database, aside from everybody's requests.

A mail is forgotten when the mail server has taken it, so that one is sent twice only if the process
ends in between. An address that the server refuses is not tried again; a server that cannot be
reached is, until nobody needs the mail any more.
"""

from __future__ import annotations

import logging
import smtplib

from plugin import mail
from plugin.errors import NotNow
from plugin.store import outbox
from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.mails")


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
    with services.db.read() as tx:
        due = [each.id for each, _ in outbox.due_mails(tx, services.now)]
    taken = 0
    for mail_id in due:
        # Asked for one by one: what it tells may be taken back while another one is sent.
        with services.db.read() as tx:
            found = outbox.due_mail(tx, mail_id, services.now)
        if found is None:
            continue
        each, address = found
        body = each.body.replace("{link}", f"{settings.base_url.rstrip('/')}{each.path}")
        try:
            mail.send(settings, address, each.subject, body)
            taken += 1
        except smtplib.SMTPRecipientsRefused:
            LOG.warning("A mail was not sent: its address was refused. It is not tried again.")
        except (OSError, smtplib.SMTPException) as error:
            # What it says may quote the password or an address.
            LOG.error("Mails wait; they are tried again. (%s)", type(error).__name__)
            raise NotNow(_AWAY) from None
        with services.db.begin() as tx:
            outbox.drop_mail(tx, each.id)
    return taken


_AWAY = "The mail server took no mail. The mails wait here, and are tried again by themselves."

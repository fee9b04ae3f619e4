"""Sends the mails that wait in the database, once a minute, aside from everybody's requests.

A mail is forgotten when the mail server has taken it, so that one is sent twice only if the process
ends in between. An address that the server refuses is not tried again; a server that cannot be
reached is, until nobody needs the mail any more.
"""

from __future__ import annotations

import logging
import smtplib
from threading import Event

from plugin import mail
from plugin.store import outbox
from plugin.use_cases import Runtime

LOG = logging.getLogger("hedgerow.mails")
_EVERY_S = 60.0


def send_waiting(runtime: Runtime) -> int:
    """Send what waits; return how many mails were taken. Without a mail server none is."""
    services, settings = runtime.services, runtime.settings
    with services.db.begin() as tx:
        outbox.drop_old_mails(tx, services.now)
    if not settings.smtp_url:
        return 0
    with services.db.read() as tx:
        due = outbox.due_mails(tx, services.now)
    taken = 0
    for each, address in due:
        body = each.body.replace("{link}", f"{settings.base_url.rstrip('/')}{each.path}")
        try:
            mail.send(settings, address, each.subject, body)
            taken += 1
        except smtplib.SMTPRecipientsRefused:
            LOG.warning("A mail was not sent: its address was refused. It is not tried again.")
        with services.db.begin() as tx:
            outbox.drop_mail(tx, each.id)
    return taken


def send_minutely(runtime: Runtime, stop: Event) -> None:
    """Send what waits, every minute until `stop` is set."""
    while True:
        try:
            send_waiting(runtime)
        except Exception as error:  # what it says may quote the password or an address
            LOG.error("Mails wait; tried again in a minute. (%s)", type(error).__name__)
        if stop.wait(_EVERY_S):
            return

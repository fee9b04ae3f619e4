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
from plugin.jobs import House
from plugin.store import outbox

LOG = logging.getLogger("hedgerow.mails")
_EVERY_S = 60.0


def send_waiting(house: House) -> int:
    """Send what waits; return how many mails were taken. Without a mail server none is."""
    ground, settings = house.ground, house.settings
    with ground.db.begin() as tx:
        outbox.drop_old_mails(tx, ground.now)
    if not settings.smtp_url:
        return 0
    with ground.db.read() as tx:
        due = outbox.due_mails(tx, ground.now)
    taken = 0
    for each, address in due:
        body = each.body.replace("{link}", f"{settings.base_url.rstrip('/')}{each.path}")
        try:
            mail.send(settings, address, each.subject, body)
            taken += 1
        except smtplib.SMTPRecipientsRefused:
            LOG.warning("A mail was not sent: its address was refused. It is not tried again.")
        with ground.db.begin() as tx:
            outbox.drop_mail(tx, each.id)
    return taken


def send_minutely(house: House, stop: Event) -> None:
    """Send what waits, every minute until `stop` is set."""
    while True:
        try:
            send_waiting(house)
        except Exception as error:  # what it says may quote the password or an address
            LOG.error("Mails wait; tried again in a minute. (%s)", type(error).__name__)
        if stop.wait(_EVERY_S):
            return

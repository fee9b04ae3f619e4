"""Sends the one mail that Hedgerow writes: a sign-in link.

Sending happens aside from the request, so that its length does not tell who is known here.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from email.message import EmailMessage
from threading import Thread
from urllib.parse import unquote, urlsplit

from plugin.config import Settings

LOG = logging.getLogger("hedgerow.web.mail")
_TIMEOUT_S = 20
_WORDS = """Somebody, most likely you, asked to sign in to Hedgerow.

Open this page within 30 minutes and press the button on it:

{link}

The link works once. If it was not you, leave it: nothing happens.
"""


def send_link(settings: Settings, address: str, link: str) -> None:
    """Mail a sign-in link in the background; what goes wrong is in the log, without the address."""
    Thread(target=_send, args=(settings, address, link), daemon=True).start()


def _send(settings: Settings, address: str, link: str) -> None:
    try:
        message = EmailMessage()
        message["Subject"] = "Your way in to Hedgerow"
        message["From"], message["To"] = settings.mail_from, address
        message.set_content(_WORDS.format(link=link))
        with _connected(settings.smtp_url or "") as smtp:
            smtp.send_message(message)
    except Exception as error:  # a thread's traceback would quote the password or the address
        LOG.error(
            "A sign-in mail was not sent (%s). Check HEDGEROW_SMTP_URL.", type(error).__name__
        )


def _connected(smtp_url: str) -> smtplib.SMTP:
    """Connect as `smtp://user:password@host:587` says; smtps is TLS from the first byte."""
    parts = urlsplit(smtp_url)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    if parts.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=_TIMEOUT_S, context=context
        )
    else:
        smtp = smtplib.SMTP(host, parts.port or 587, timeout=_TIMEOUT_S)
        if smtp.has_extn("starttls") or parts.username:
            smtp.starttls(context=context)
    if parts.username:
        smtp.login(unquote(parts.username), unquote(parts.password or ""))
    return smtp

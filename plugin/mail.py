"""Hands one mail to the mail server that `HEDGEROW_SMTP_URL` names."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from plugin.config import Settings

_TIMEOUT_S = 20


def send(settings: Settings, address: str, subject: str, body: str) -> None:
    """Send a mail; raise what smtplib raises. Callers never log that error: it may quote both."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"], message["To"] = settings.mail_from, address
    message.set_content(body)
    with _connected(settings.smtp_url or "") as smtp:
        smtp.send_message(message)


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

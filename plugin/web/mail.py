"""Sends a sign-in link by mail.

Sending happens aside from the request, so that its length does not tell who is known here.
"""

from __future__ import annotations

import logging
from threading import Thread

from plugin.config import Settings
from plugin.mail import send

LOG = logging.getLogger("hedgerow.web.mail")
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
        send(settings, address, "Your way in to Hedgerow", _WORDS.format(link=link))
    except Exception as error:  # a thread's traceback would quote the password or the address
        LOG.error(
            "A sign-in mail was not sent (%s). Check HEDGEROW_SMTP_URL.", type(error).__name__
        )

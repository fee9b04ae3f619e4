"""Counting links that nobody made, so that they are not tried without end.

Only those count: everybody in one building, or behind one proxy, can have one address, and whoever
has a link of their own is never shut out by somebody who tries others.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import request

from plugin.errors import NotHere, NotNow
from plugin.languages import lazy_gettext
from plugin.web.sign_in import Throttle

MOST, WITHIN_S = 60, 900.0
TOO_MANY = lazy_gettext(
    "Too often in a short time. Nothing was changed. Try again in a quarter of an hour."
)


@contextmanager
def counted(guesses: Throttle) -> Iterator[None]:
    """Count a link that leads nowhere; raise NotNow in place of NotHere when it is one too many."""
    try:
        yield
    except NotHere as error:
        if guesses.lets(request.remote_addr or "", time.monotonic()):
            raise
        raise NotNow(TOO_MANY) from error

"""What every line of a thread carries while it answers a request or runs a job."""

from __future__ import annotations

import re
import uuid
from contextlib import AbstractContextManager

from structlog.contextvars import (
    bind_contextvars,
    bound_contextvars,
    clear_contextvars,
    get_contextvars,
)

# Letters, digits and dashes, as proxies make them; no room for an address, a name or a text.
_SANE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z]|-(?!-)){7,63}")


def bound_request(given: str | None) -> str:
    """Let the lines of this thread carry a request's id from now on, and return it.

    It is the one that a proxy gave, where that can be one, or else made here.
    """
    clear_contextvars()
    chosen = given if given and _SANE.fullmatch(given) else uuid.uuid4().hex
    bind_contextvars(request_id=chosen)
    return chosen


def unbind_request() -> None:
    """Let the lines of this thread carry nothing any more."""
    clear_contextvars()


def request_id() -> str | None:
    """Return the id of the request that is answered in this thread, None outside of one."""
    found = get_contextvars().get("request_id")
    return None if found is None else str(found)


def bound_job(job_id: str, asked_in: str | None) -> AbstractContextManager[None]:
    """Let the lines of a block carry a job's id, and that of the request that asked for it."""
    carried = {"job_id": job_id} if asked_in is None else {"job_id": job_id, "request_id": asked_in}
    return bound_contextvars(**carried)

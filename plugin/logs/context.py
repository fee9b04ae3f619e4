"""What every line of a thread carries while it answers a request or runs a job."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

# Letters, digits and dashes, as proxies make them; no room for an address, a name or a text.
_SANE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z]|-(?!-)){7,63}")
_REQUEST: ContextVar[str | None] = ContextVar("request_id", default=None)
_JOB: ContextVar[str | None] = ContextVar("job_id", default=None)


def bound_request(given: str | None) -> str:
    """Let the lines of this thread carry a request's id from now on, and return it.

    It is the one that a proxy gave, where that can be one, or else made here.
    """
    chosen = given if given and _SANE.fullmatch(given) else uuid.uuid4().hex
    _REQUEST.set(chosen)
    return chosen


def unbind_request() -> None:
    """Let the lines of this thread carry no request's id any more."""
    _REQUEST.set(None)


def request_id() -> str | None:
    """Return the id of the request that is answered in this thread, None outside of one."""
    return _REQUEST.get()


@contextmanager
def bound_job(job_id: str, asked_in: str | None) -> Iterator[None]:
    """Let the lines of a block carry a job's id, and that of the request that asked for it."""
    before = _JOB.set(job_id), _REQUEST.set(asked_in or _REQUEST.get())
    try:
        yield
    finally:
        _JOB.reset(before[0])
        _REQUEST.reset(before[1])


def carried() -> Mapping[str, str | None]:
    """Return what a line of this thread carries now."""
    return {"request_id": _REQUEST.get(), "job_id": _JOB.get()}

"""How a record becomes a line: an object in JSON, or text where somebody reads along.

Fields that are not named here reach no log, whichever library adds them.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

from structlog import stdlib
from structlog.processors import JSONRenderer, TimeStamper
from structlog.types import EventDict, Processor

from plugin.logs.context import carried
from plugin.logs.places import place_of
from plugin.logs.redaction import PASSED_ON, redact_all_loggers, redacted

FIELDS = (
    *("request_id", "job_id", "method", "route", "status", "seconds"),
    *("vendor", "endpoint", "wait_s", "kind", "attempt", "outcome", "error", "where", "why"),
)
_FIRST = ("time", "level", "logger", "event")


def as_json() -> logging.Formatter:
    """Return what writes one object a line."""
    return _formatter(JSONRenderer(ensure_ascii=False))


def as_text() -> logging.Formatter:
    """Return what writes lines for people."""
    return _formatter(_text)


def log_to_terminal() -> None:
    """Let all that this process logs appear where it was started: as text to somebody who looks."""
    handler = logging.StreamHandler()
    handler.setFormatter(as_text() if sys.stderr.isatty() else as_json())
    log_to(handler, logging.getLogger())


def log_to(handler: logging.Handler, log: logging.Logger) -> None:
    """Let a logger write to one handler, in place of its former ones."""
    redact_all_loggers()
    for older in list(log.handlers):
        log.removeHandler(older)
        older.close()
    log.addHandler(handler)
    logging.getLogger("hedgerow").setLevel(logging.INFO)


def _formatter(rendered: Processor) -> logging.Formatter:
    return stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            stdlib.ExtraAdder(allow=FIELDS),
            _with_context,
            stdlib.add_log_level,
            stdlib.add_logger_name,
            TimeStamper(fmt="iso", key="time"),
        ],
        processors=[_with_kind_of_error, _in_order, rendered],
    )


def _with_context(_logger: Any, _method: str, found: EventDict) -> EventDict:
    """Add what every line of this thread carries."""
    return {**carried(), **found}


def _with_kind_of_error(_logger: Any, _method: str, found: EventDict) -> EventDict:
    """Tell of an error what it is and where it arose; its words may be anybody's."""
    exc_info = found.pop("exc_info", None)
    error = exc_info[1] if isinstance(exc_info, tuple) else None
    if error is not None:
        found["error"] = type(error).__name__
        found["where"] = place_of(error)
    return found


def _in_order(_logger: Any, _method: str, found: EventDict) -> EventDict:
    """Return what a line tells, without secrets: the same for every line first."""
    is_passed_on = found.get("logger") == PASSED_ON
    told = [name for name in (*_FIRST, *FIELDS) if found.get(name) is not None]
    return {
        name: redacted(value) if isinstance(value, str) and not is_passed_on else value
        for name, value in ((each, found[each]) for each in told)
    }


def _text(_logger: Any, _method: str, found: EventDict) -> str:
    time, level, logger, event, *rest = found.items()
    words = " ".join(f"{name}={value}" for name, value in rest)
    return f"{time[1]} {level[1]} {logger[1]}: {event[1]} {words}".rstrip()

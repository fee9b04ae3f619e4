"""Takes secrets out of all that is logged, by whichever library, tracebacks too.

The one link that is logged on purpose, where no mail server is set, has a logger of its own.
"""

from __future__ import annotations

import logging
import re
import traceback
from typing import Any

PASSED_ON = "hedgerow.web.links_to_pass_on"
_HIDDEN = "…"
# Personal addresses, what comes back from a vendor, cookies, headers, passwords in addresses.
_NAMES = "code|state|token|access_token|refresh_token|client_secret|secret"
_SECRETS = (
    (r"(sign(?:-|%2d)in(?:/|%2f))(?!as\b)[\w.~%+=-]+", rf"\1{_HIDDEN}"),
    (r"((?:objections|permission|operator)(?:/|%2f))[\w.~%+=-]+", rf"\1{_HIDDEN}"),
    (
        rf"((?:\b|%3f|%26)(?:{_NAMES})['\"]?\s*(?:=|:|%3d)\s*['\"]?)[^\s&'\"<>,;]{{8,}}",
        rf"\1{_HIDDEN}",
    ),
    (r"\b((?:bearer|basic)(?:\s+|%20))[\w.~+/=-]{8,}", rf"\1{_HIDDEN}"),
    (r"(hedgerow_)(?!session\b)[\w-]{32,}", rf"\1{_HIDDEN}"),  # tokens of the API
    (r"(hedgerow_session(?:=|%3d))[^\s;'\"]+", rf"\1{_HIDDEN}"),
    (r"(\w://[^\s/:@]*:)[^\s/@]+@", rf"\1{_HIDDEN}@"),
)
_PATTERNS = tuple((re.compile(each, re.IGNORECASE), instead) for each, instead in _SECRETS)


def redacted(text: str) -> str:
    """Return a text without the secrets that stand in it."""
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def redact_all_loggers() -> None:
    """Let every record of this process be made without secrets; harmless to repeat."""
    make = logging.getLogRecordFactory()
    if not isinstance(make, _Redacting):
        logging.setLogRecordFactory(_Redacting(make))


class _Redacting:
    """Makes records as before, then takes the secrets out of message and traceback."""

    def __init__(self, make: Any) -> None:
        self._make = make

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        record: logging.LogRecord = self._make(*args, **kwargs)
        if record.name == PASSED_ON:
            return record
        record.msg, record.args = redacted(_message(record)), None
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = redacted("".join(traceback.format_exception(*record.exc_info))[:-1])
        return record


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):  # a wrong format string must not stop a page
        return str(record.msg)

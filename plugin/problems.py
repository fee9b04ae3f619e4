"""What people read when something did not go as asked: one table from error to status and words.

Pages show these words, commands print them, and a job keeps them.
"""

from __future__ import annotations

from math import ceil

from connectors import errors as connector
from plugin import errors as own
from plugin.domain.problems import ErrorNotice
from plugin.languages import lazy_gettext

UNUSABLE = lazy_gettext("That cannot be used as it is")
NOT_FOR_YOU = lazy_gettext("Not possible for you here")
_OWN = (
    (own.ChangedMeanwhile, 409, lazy_gettext("Somebody else was faster")),
    (own.BadInput, 400, UNUSABLE),
    (own.NotHere, 404, lazy_gettext("There is nothing here")),
    (own.Refused, 403, NOT_FOR_YOU),
    (own.StoppedForSafety, 409, lazy_gettext("Stopped, so that nothing is lost")),
    (own.NotNow, 503, lazy_gettext("Not just now")),
    (own.StorageFailed, 503, lazy_gettext("Hedgerow cannot save anything now")),
    (own.ConnectionBroken, 503, lazy_gettext("A connection needs mending")),
)
_MENDED_BY_CONNECTING = (own.ConnectionBroken, connector.Reconnect)
_CONNECTOR = (
    (
        connector.Wait,
        503,
        "Not just now",
        "{vendor} is busy, or cannot be reached at the moment. What was done before is kept. "
        "Try again in a few minutes; nothing is done twice.",
    ),
    (
        connector.LookFirst,
        503,
        "We don't know yet whether it arrived",
        "{vendor} did not say whether it did what we asked. Nothing is lost. Do the same "
        "again: we look first, and do only what is missing.",
    ),
    (
        connector.Reconnect,
        503,
        "A connection needs mending",
        "{vendor} no longer lets Hedgerow in. Everything that was collected is safe here. A "
        "facilitator connects {vendor} again under Connections; the administrator changes a "
        "token that was set on the server.",
    ),
    (
        connector.NotThereOrNotShared,
        409,
        "It cannot be found",
        "{vendor} shows nothing there: it is gone, or not shared with Hedgerow's account. Nothing "
        "here was changed. Share it with that account again, or choose another one.",
    ),
    (
        connector.ChangedMeanwhile,
        409,
        "Somebody else was faster",
        "It was changed in {vendor} in the same moment. Nothing was overwritten. Try again.",
    ),
    (
        connector.RefusedForGood,
        409,
        "{vendor} says no",
        "{vendor} does not do this with what it was given. What was done before is kept. The "
        "administrator finds the reason in the log.",
    ),
    (
        connector.NotAnAnswer,
        503,
        "We could not understand the answer",
        "What came back from {vendor} is not its usual answer. Nothing was concluded from it. "
        "Try again in a few minutes.",
    ),
)


_SLOWER = (
    "{vendor} asks Hedgerow to slow down. What was done before is kept. Try again in {wait}; "
    "nothing is done twice."
)
_LIMITED = 429
_MINUTE_S = 60


def in_words(error: Exception) -> ErrorNotice:
    """Return status and words for an error; the last resort says only that nothing is lost."""
    for kind, status, title in _OWN:
        if isinstance(error, kind):
            return ErrorNotice(status, title, error.sentence, _is_mended_by_connecting(error))
    for failure, status, heading, sentence in _CONNECTOR:
        if isinstance(error, failure):
            vendor = error.vendor.capitalize()
            if isinstance(error, connector.Wait) and _is_limit(error):
                sentence = _SLOWER.replace("{wait}", _wait_of(error.retry_after_s))
            words = (heading.format(vendor=vendor), sentence.format(vendor=vendor))
            return ErrorNotice(status, *words, _is_mended_by_connecting(error))
    return ErrorNotice(
        500,
        lazy_gettext("Something went wrong on our side"),
        lazy_gettext(
            "The page could not be made. What was stored before is safe. Go back and try again; if "
            "it happens again, tell the administrator at what time it happened."
        ),
    )


def _is_limit(error: connector.Wait) -> bool:
    """Say whether a vendor wants fewer calls, or our own queue for its limit is too long."""
    return error.status == _LIMITED or error.code == connector.LONG_QUEUE


def _wait_of(seconds: float | None) -> str:
    """Write what a vendor asked for in minutes, rounded up."""
    minutes = max(1, ceil((seconds or 0) / _MINUTE_S))
    return "a minute" if minutes == 1 else "two minutes" if minutes == 2 else f"{minutes} minutes"


def _is_mended_by_connecting(error: Exception) -> bool:
    return isinstance(error, _MENDED_BY_CONNECTING)

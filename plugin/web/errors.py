"""What a page says when something did not go as asked: one table from error to status and words.

A form shows the words in itself and keeps what was typed; where there is no page to show, a page
of its own says them. Logs get the class and the place of an error, never its values.
"""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from connectors import errors as connector
from plugin import errors as own

LOG = logging.getLogger("hedgerow.web")
IN_PAGE = (own.HedgerowError, connector.ConnectorError)

_OWN = (
    (own.ChangedMeanwhile, 409, "Somebody else was faster"),
    (own.BadInput, 400, "That cannot be used as it is"),
    (own.NotHere, 404, "There is nothing here"),
    (own.Refused, 403, "Not possible for you here"),
    (own.StoppedForSafety, 409, "Stopped, so that nothing is lost"),
    (own.NotNow, 503, "Not just now"),
    (own.StorageFailed, 503, "Hedgerow cannot save anything now"),
    (own.ConnectionBroken, 503, "A connection needs mending"),
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
_HTTP = {
    400: ("That cannot be used as it is", "The address or the form was not complete."),
    404: ("There is nothing here", "No page has this address. Nothing was changed."),
    405: ("That does not work this way", "This address takes a button, not a link."),
    413: ("That is too much at once", "A form holds up to 1 MB. Nothing was stored. Shorten it."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An error as a page tells it."""

    status: int
    title: str
    sentence: str
    is_mended_by_connecting: bool = False


def told(error: Exception) -> Told:
    """Return status and words for an error, and log what a vendor said of it."""
    if isinstance(error, connector.ConnectorError):
        LOG.warning("Not done: %s", error)  # safe to print, see connectors.errors
    return in_words(error)


def in_words(error: Exception) -> Told:
    """Return status and words for an error; the last resort says only that nothing is lost."""
    for kind, status, title in _OWN:
        if isinstance(error, kind):
            return Told(status, title, error.sentence, _is_mended_by_connecting(error))
    for failure, status, title, sentence in _CONNECTOR:
        if isinstance(error, failure):
            vendor = error.vendor.capitalize()
            words = (title.format(vendor=vendor), sentence.format(vendor=vendor))
            return Told(status, *words, _is_mended_by_connecting(error))
    return Told(
        500,
        "Something went wrong on our side",
        "The page could not be made. What was stored before is safe. Go back and try again; if it "
        "happens again, tell the administrator at what time it happened.",
    )


def _is_mended_by_connecting(error: Exception) -> bool:
    return isinstance(error, _MENDED_BY_CONNECTING)


def register_errors(app: Flask) -> None:
    """Let every error end in a page with a sentence."""
    for kind in IN_PAGE:
        app.register_error_handler(kind, lambda error: _page(told(error)))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unknown)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None:
        return error.get_response()
    otherwise = ("That did not work", "Nothing was changed. Go back and try again.")
    title, sentence = _HTTP.get(error.code, otherwise)
    return _page(Told(error.code, title, sentence))


def _unknown(error: Exception) -> tuple[str, int]:
    last = traceback.extract_tb(error.__traceback__)[-1]
    LOG.error("%s in %s line %s", type(error).__name__, last.name, last.lineno)
    return _page(told(error))


def _page(words: Told) -> tuple[str, int]:
    return render_template("problem.html", problem=words), words.status

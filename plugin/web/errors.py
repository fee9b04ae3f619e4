"""What a page says when something did not go as asked (`plugin.problems`).

A form shows the words in itself and keeps what was typed; where there is no page to show, a page
of its own says them. Programs get them as RFC 9457 has it. Logs get the class and the place of an
error, never its values.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from flask import (
    Flask,
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from connectors import errors as connector
from plugin import errors as own
from plugin.domain.problems import ErrorNotice
from plugin.languages import lazy_gettext
from plugin.problems import UNUSABLE, in_words
from plugin.web.language import is_of_participants

__all__ = [
    "ERROR_PAGE",
    "IN_PAGE",
    "ErrorNotice",
    "do_or_show_again",
    "error_notice",
    "in_short",
    "problem_json",
    "register_errors",
    "save_or_show_again",
]

LOG = logging.getLogger("hedgerow.web")
ERROR_PAGE = "problem.html"  # where there is no other page to show: words of nobody
IN_PAGE = (own.HedgerowError, connector.ConnectorError)

_HTTP: dict[int, tuple[str, str]] = {
    400: (UNUSABLE, lazy_gettext("The address or the form was not complete.")),
    404: (
        lazy_gettext("There is nothing here"),
        lazy_gettext("No page has this address. Nothing was changed."),
    ),
    405: (
        lazy_gettext("That does not work this way"),
        lazy_gettext(
            "This address takes a button, not a link. Nothing was changed. Go back, and press the "
            "button there."
        ),
    ),
    413: (
        lazy_gettext("That is too much at once"),
        lazy_gettext(
            "A form holds up to 1 MB. Nothing was stored. Go back, where what you typed still is, "
            "and shorten it, or make its picture smaller."
        ),
    ),
}
_OTHERWISE: tuple[str, str] = (
    lazy_gettext("That did not work"),
    lazy_gettext("Nothing was changed. Go back and try again."),
)
_FOR_PROGRAMS = "/api/"
_HTTP_OF_PROGRAMS = {
    404: (
        "There is nothing here",
        "The API has no such address. Nothing was changed. /api/v1/openapi.json lists them all.",
    ),
    405: (
        "That does not work this way",
        "This address takes another method; the header Allow names it. Nothing was changed.",
    ),
}


def error_notice(error: Exception) -> ErrorNotice:
    """Return status and words for an error, and log what a vendor said of it."""
    if isinstance(error, connector.ConnectorError):
        LOG.warning("Not done: %s", error)  # safe to print, see connectors.errors
    return in_words(error)


def save_or_show_again(
    save: Callable[[], ResponseReturnValue], form: Callable[[ErrorNotice, bool], str]
) -> ResponseReturnValue:
    """Save what a form holds, or show the form again with what was typed.

    `form` takes what is said above it, and whether somebody else saved first: the page then shows
    what they changed, and saving again goes on from there.
    """
    try:
        return save()
    except IN_PAGE as error:
        words = error_notice(error)
        return form(words, isinstance(error, own.ChangedMeanwhile)), words.status


def do_or_show_again(
    do: Callable[[], str], page: Callable[[ErrorNotice], str], address: str
) -> ResponseReturnValue:
    """Do what a button asks for, and say on its page what was done.

    Where it cannot be done, `page` is shown with what was typed.
    """
    try:
        done = do()
    except IN_PAGE as error:
        words = error_notice(error)
        return page(words), words.status
    flash(done)
    return redirect(address, 303)


def register_errors(app: Flask) -> None:
    """Let every error end in a page with a sentence."""
    for kind in IN_PAGE:
        app.register_error_handler(kind, lambda error: _page(error_notice(error)))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unknown)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None:
        return error.get_response()
    title, sentence = _HTTP.get(error.code, _OTHERWISE)
    if request.path.startswith(_FOR_PROGRAMS):
        title, sentence = _HTTP_OF_PROGRAMS.get(error.code, (title, sentence))
    response = make_response(_page(ErrorNotice(error.code, title, sentence)))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _unknown(error: Exception) -> ResponseReturnValue:
    last = traceback.extract_tb(error.__traceback__)[-1]
    LOG.error("%s in %s line %s", type(error).__name__, last.name, last.lineno)
    return _page(error_notice(error))


def problem_json(notice: ErrorNotice) -> Response:
    """Answer as RFC 9457 says; the sentence is ours and safe to show."""
    said = {"title": notice.title, "detail": notice.sentence, "status": notice.status}
    response = jsonify({"type": "about:blank", **said})
    response.status_code = notice.status
    response.mimetype = "application/problem+json"
    return response


def in_short(problem: ErrorNotice) -> tuple[str, int]:
    """Say what went wrong on a page that an old phone loads quickly, in its reader's language."""
    return render_template("phone_problem.html", problem=problem), problem.status


def _page(words: ErrorNotice) -> ResponseReturnValue:
    if request.path.startswith(_FOR_PROGRAMS):
        return problem_json(words)
    if is_of_participants(request.path):
        return in_short(words)
    return render_template(ERROR_PAGE, problem=words), words.status

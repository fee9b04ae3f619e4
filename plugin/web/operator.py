"""The page of whoever runs this server: what runs, waits and failed, and what vendors let through.

The operator is nobody of a group: `hedgerow operator-link` prints a link, which opens this page in
one browser for a while, and nothing else. It shows kinds, counts, times and sentences of ours.
"""

from __future__ import annotations

import time

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from plugin.accounts.operator_links import opens_operator_page
from plugin.domain.jobs import JobState
from plugin.errors import BadInput, Refused
from plugin.jobs.kinds import KINDS
from plugin.jobs.overview import overview
from plugin.use_cases import Runtime

_OPEN_FOR_S = 8 * 60 * 60.0
_UNTIL = "operator_until"


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("operator", __name__)

    @pages.get("/operator")
    def show() -> str:
        _require_operator()
        return _page(runtime)

    @pages.get("/operator/<token>")
    def opened(token: str) -> str:
        return render_template("operator_link.html", token=token)

    @pages.post("/operator/<token>")
    def enter(token: str) -> ResponseReturnValue:
        if not opens_operator_page(runtime.accounts.keys, token, time.time()):
            raise BadInput(
                "This link is too old, or not whole. Nothing was opened. Run on the server: "
                "hedgerow operator-link"
            )
        session[_UNTIL] = time.time() + _OPEN_FOR_S
        return redirect(url_for("operator.show"), 303)

    return pages


def _require_operator() -> None:
    until_s = session.get(_UNTIL)
    if not isinstance(until_s, float) or until_s < time.time():
        raise Refused(
            "This page is for whoever runs this server. They open it with a link that this "
            "prints on the server: hedgerow operator-link"
        )


def _page(runtime: Runtime) -> str:
    seen = overview(runtime)
    return render_template(
        "operator.html",
        seen=seen,
        failed_count=seen.count(JobState.FAILED),
        doing={name: kind.doing for name, kind in KINDS.items()},
    )

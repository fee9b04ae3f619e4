"""Answering an ask by a link, without an account: the button that makes one, and its page.

The link is shown in the answer to its button and nowhere else. Opening it does nothing, since mail
scanners open links too.
"""

from __future__ import annotations

import time

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from plugin.convene.communities import group_of
from plugin.domain.follow_ups import LONGEST_SAID
from plugin.errors import BadInput, NotNow
from plugin.mirror.answer_links import answer_by_link, make_answer_link, open_answer_link
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.guesses import MOST, TOO_MANY, WITHIN_S, counted
from plugin.web.sign_in import Throttle
from plugin.web.sponsor import reply_kind


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("answer_link", __name__)
    made, guesses = Throttle(MOST, WITHIN_S), Throttle(MOST, WITHIN_S)

    @pages.post("/c/<community_id>/between/link")
    def make(community_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        community, partnership = group_of(runtime.services, actor, community_id)
        if not made.lets(actor.person_id, time.monotonic()):
            raise NotNow(TOO_MANY)
        key = request.form.get("key", "")
        token, until = make_answer_link(runtime.services, actor, community_id, key)
        return render_template(
            "answer_link.html",
            community=community,
            partnership=partnership,
            address=f"{runtime.settings.base_url}/asks/{token}",
            until=until,
        )

    @pages.get("/asks/<token>")
    def show(token: str) -> ResponseReturnValue:
        with counted(guesses):
            return _page(runtime, token)

    @pages.post("/asks/<token>")
    def send(token: str) -> ResponseReturnValue:
        form = request.form
        with counted(guesses):
            try:
                kind, words = reply_kind(form.get("reply", "")), form.get("words", "")
                asking = answer_by_link(runtime.services, token, kind, words)
            except BadInput as error:
                problem = error_notice(error)
                return _page(runtime, token, problem), problem.status
        return render_template("answered.html", asking=asking)

    return pages


def _page(runtime: Runtime, token: str, problem: ErrorNotice | None = None) -> str:
    return render_template(
        "answer_by_link.html",
        found=open_answer_link(runtime.services, token),
        token=token,
        longest=LONGEST_SAID,
        problem=problem,
        typed=request.form,
    )

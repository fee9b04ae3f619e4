"""The sponsor's page: the permission, the rhythm of meetings, what groups ask, checked pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.domain.follow_ups import LONGEST_SAID, ReplyKind, reply_in_words
from plugin.domain.overtaken import shown_mark
from plugin.domain.people import Actor
from plugin.domain.pieces import KINDS
from plugin.errors import BadInput
from plugin.mirror.sponsor import sponsor_page
from plugin.mirror.sponsor_asks import answer_ask
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice

if TYPE_CHECKING:
    from plugin.use_cases import Runtime


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("sponsor", __name__)

    @pages.get("/p/<partnership_id>/sponsor")
    def show(partnership_id: str) -> str:
        return _page(runtime, current_user(runtime), partnership_id)

    @pages.post("/p/<partnership_id>/sponsor")
    def answer(partnership_id: str) -> ResponseReturnValue:
        actor, form = current_user(runtime), request.form
        try:
            kind, words = reply_kind(form.get("reply", "")), form.get("words", "")
            given = (form.get("key", ""), kind, words, form.get("shown"))
            answer_ask(runtime.services, actor, partnership_id, *given)
        except IN_PAGE as error:
            problem = error_notice(error)
            return _page(runtime, actor, partnership_id, problem), problem.status
        flash("Answered. The group reads it today, and it comes back on their next board.")
        return redirect(url_for("sponsor.show", partnership_id=partnership_id), 303)

    return pages


def reply_kind(given: str) -> ReplyKind:
    """Read what a sponsor chose; raise BadInput."""
    try:
        return ReplyKind(given)
    except ValueError as error:
        raise BadInput("Choose one of the three answers. Nothing was stored.") from error


def _page(
    runtime: Runtime, actor: Actor, partnership_id: str, problem: ErrorNotice | None = None
) -> str:
    page = sponsor_page(runtime.services, actor, partnership_id)
    return render_template(
        "sponsor.html",
        page=page,
        partnership=page.partnership,
        kinds=KINDS,
        reply_in_words=reply_in_words,
        shown_mark=shown_mark,
        longest=LONGEST_SAID,
        problem=problem,
        typed=request.form,
    )

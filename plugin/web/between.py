"""Between sessions: where a group's commitments and asks stand, and what became of each."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.communities import group_of
from plugin.convene.design_lookup import find_design
from plugin.domain.follow_ups import LONGEST_SAID, FollowUpKind, FollowUpState, reply_in_words
from plugin.domain.overtaken import shown_mark
from plugin.domain.people import Actor, Power
from plugin.errors import BadInput
from plugin.mirror.follow_ups import (
    between_sessions,
    choose_kind,
    put_to_sponsor,
    say_what_became,
)
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, do_or_show_again

_MOST_OFFERED = 30
_NO_CHOICE = "Choose one of the answers of the list. Nothing was stored."


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("between", __name__)

    @pages.get("/c/<community_id>/between")
    def show(community_id: str) -> str:
        return _page(runtime, current_user(runtime), community_id)

    @pages.post("/c/<community_id>/between")
    def say(community_id: str) -> ResponseReturnValue:
        actor = current_user(runtime)
        return do_or_show_again(
            partial(_do, runtime, actor, community_id),
            partial(_page, runtime, actor, community_id),
            url_for("between.show", community_id=community_id),
        )

    return pages


def _do(runtime: Runtime, actor: Actor, community_id: str) -> str:
    """Do what a button asks for; return what to say of it."""
    form, find = request.form, partial(find_design, runtime.services)
    key, here = form.get("key", ""), (runtime.services, actor, community_id)
    match form.get("do", ""):
        case "sponsor":
            put_to_sponsor(*here, key, find)
            return "The sponsor reads it on their page now, and can answer it there."
        case "follow":
            choose_kind(*here, key, _kind(form.get("kind", "")), find)
            return "It is in the list now, and comes back on the next board."
        case _:
            state, shown = _state(form.get("state", "")), form.get("shown")
            say_what_became(*here, key, state, form.get("words", ""), find, shown)
            return "Saved. The group reads it on this page."


def _kind(given: str) -> FollowUpKind:
    try:
        return FollowUpKind(given)
    except ValueError as error:
        raise BadInput(_NO_CHOICE) from error


def _state(given: str) -> FollowUpState:
    try:
        return FollowUpState(given)
    except ValueError as error:
        raise BadInput(_NO_CHOICE) from error


def _page(
    runtime: Runtime, actor: Actor, community_id: str, problem: ErrorNotice | None = None
) -> str:
    find = partial(find_design, runtime.services)
    page = between_sessions(runtime.services, actor, community_id, find)
    community, partnership = group_of(runtime.services, actor, community_id)
    return render_template(
        "between.html",
        page=page,
        community=community,
        partnership=partnership,
        notes=page.notes[-_MOST_OFFERED:],
        reply_in_words=reply_in_words,
        runs=actor.may(Power.RUN_SESSION, partnership.id, community_id),
        longest=LONGEST_SAID,
        problem=problem,
        typed=request.form,
        shown_mark=shown_mark,
    )

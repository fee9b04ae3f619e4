"""The sponsor's permission: the form that asks for it, and the page that a link opens.

The link is shown in the answer to its button and nowhere else. Opening it does nothing, since mail
scanners open links too.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.communities import community_of
from plugin.convene.permissions import (
    ask_for_permission,
    give_permission,
    open_permission,
    permission_page,
    review_day,
    stop_asking,
)
from plugin.domain.people import Actor, Power
from plugin.domain.permissions import PermissionWords
from plugin.errors import BadInput
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import IN_PAGE, ErrorNotice, error_notice
from plugin.web.flashes import flash_sentences
from plugin.web.guesses import MOST, WITHIN_S, counted
from plugin.web.sign_in import Throttle


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("permission", __name__)
    guesses = Throttle(MOST, WITHIN_S)

    @pages.route("/c/<community_id>/permission", methods=["GET", "POST"])
    def ask(community_id: str) -> ResponseReturnValue:
        return _ask(runtime, current_user(runtime), community_id)

    @pages.post("/c/<community_id>/permission/stop")
    def stop(community_id: str) -> ResponseReturnValue:
        stop_asking(runtime.services, current_user(runtime), community_id)
        flash_sentences(["The link opens nothing any more."])
        return redirect(url_for("permission.ask", community_id=community_id))

    @pages.get("/permission/<token>")
    def show(token: str) -> ResponseReturnValue:
        with counted(guesses):
            return _asking(runtime, token)

    @pages.post("/permission/<token>")
    def give(token: str) -> ResponseReturnValue:
        with counted(guesses):
            try:
                given = give_permission(runtime.services, token, _words_typed())
            except BadInput as error:
                problem = error_notice(error)
                return _asking(runtime, token, problem), problem.status
        return render_template("permission_given.html", asking=given)

    return pages


def _asking(runtime: Runtime, token: str, problem: ErrorNotice | None = None) -> str:
    """Return the sponsor's page, with what they typed where it was refused."""
    permission, community = open_permission(runtime.services, token)
    typed = request.form if problem else _as_typed(permission.words)
    return render_template(
        "permission.html",
        asking=community,
        token=token,
        until=permission.until,
        typed=typed,
        problem=problem,
    )


def _ask(runtime: Runtime, actor: Actor, community_id: str) -> ResponseReturnValue:
    community = community_of(runtime.services, community_id)
    actor.require(Power.LOOK_AFTER, community.partnership_id, community_id)
    if request.method == "GET":
        view = permission_page(runtime.services, actor, community)
        words = view.waiting or view.agreed
        typed = _as_typed(words.words if words else PermissionWords())
        given = {"note": community.permission_note, "sponsor": community.sponsor}
        return _form(
            runtime, actor, community_id, {**given, **{k: v for k, v in typed.items() if v}}
        )
    try:
        token, until = ask_for_permission(runtime.services, actor, community_id, _words_typed())
    except IN_PAGE as error:
        problem = error_notice(error)
        return _form(runtime, actor, community_id, request.form, problem), problem.status
    address = f"{runtime.settings.base_url}/permission/{token}"
    return render_template(
        "permission_link.html", community=community, address=address, until=until
    )


def _form(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    typed: Mapping[str, str],
    problem: ErrorNotice | None = None,
) -> str:
    community = community_of(runtime.services, community_id)
    return render_template(
        "permission_form.html",
        community=community,
        view=permission_page(runtime.services, actor, community),
        typed=typed,
        problem=problem,
    )


def _words_typed() -> PermissionWords:
    names = ("note", "sponsor", "receives", "never_asks")
    words = {name: request.form.get(name, "").replace("\0", "").strip() for name in names}
    return PermissionWords(**words, review_on=review_day(request.form.get("review_on", "")))


def _as_typed(words: PermissionWords) -> dict[str, str]:
    return {
        "note": words.note,
        "sponsor": words.sponsor,
        "receives": words.receives,
        "never_asks": words.never_asks,
        "review_on": words.review_on.isoformat() if words.review_on else "",
    }

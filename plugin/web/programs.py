"""A person's own page for their programs: tokens for the API, made, listed and revoked.

A token is shown in the answer to its button and nowhere else.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.api_tokens import make_token, revoke_token, tokens_of
from plugin.domain.api_tokens import DAYS_TO_LAST, LONGEST_NAME, Scope
from plugin.domain.people import Actor
from plugin.errors import BadInput
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.forms import number_of

_IN_WORDS = {30: "30 days", 90: "90 days", 365: "One year"}


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("programs", __name__)

    @pages.get("/programs")
    def show() -> str:
        return _page(runtime, current_user(runtime))

    @pages.post("/programs")
    def make() -> ResponseReturnValue:
        return _make(runtime, current_user(runtime))

    @pages.post("/programs/<token_id>/revoke")
    def revoke(token_id: str) -> ResponseReturnValue:
        is_gone = revoke_token(runtime.services, current_user(runtime), token_id)
        flash("Revoked. The token opens nothing any more." if is_gone else "It was gone already.")
        return redirect(url_for("programs.show"), 303)

    return pages


def _make(runtime: Runtime, actor: Actor) -> ResponseReturnValue:
    form = request.form
    try:
        days = number_of(form.get("days"), 3) or 0
        if days not in _offered(runtime):
            raise BadInput("Choose how long the token lasts. No token was made.")
        scopes = [scope for scope in Scope if scope.value in form.getlist("scope")]
        name, press = form.get("name", ""), form.get("press", "")
        token, secret = make_token(runtime.services, actor, name, scopes, days, press)
    except BadInput as error:
        problem = error_notice(error)
        return _page(runtime, actor, problem), problem.status
    return render_template("program_token.html", token=token, secret=secret)


def _page(runtime: Runtime, actor: Actor, problem: ErrorNotice | None = None) -> str:
    return render_template(
        "programs.html",
        tokens=tokens_of(runtime.services, actor),
        scopes=tuple(Scope),
        chosen=request.form.getlist("scope"),
        days={str(each): _IN_WORDS[each] for each in _offered(runtime)},
        longest=LONGEST_NAME,
        has_provider=runtime.settings.openid is not None,
        typed=request.form,
        problem=problem,
    )


def _offered(runtime: Runtime) -> tuple[int, ...]:
    """Return how many days a token may last.

    Whoever left an organisation cannot sign in by its provider again, so that tokens end soon too.
    """
    return DAYS_TO_LAST if runtime.settings.openid is None else DAYS_TO_LAST[:1]

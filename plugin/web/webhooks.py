"""Which addresses a partnership lets be told what happens: add one, remove one.

A secret is shown in the answer to its button and nowhere else.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.convene.webhooks import add_webhook, remove_webhook, webhooks_of
from plugin.domain.people import Actor
from plugin.domain.webhooks import LONGEST_ADDRESS, Happened
from plugin.errors import BadInput
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, error_notice


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("webhooks", __name__)

    @pages.get("/p/<partnership_id>/webhooks")
    def show(partnership_id: str) -> str:
        return _page(runtime, current_user(runtime), partnership_id)

    @pages.post("/p/<partnership_id>/webhooks")
    def add(partnership_id: str) -> ResponseReturnValue:
        return _add(runtime, current_user(runtime), partnership_id)

    @pages.post("/p/<partnership_id>/webhooks/<webhook_id>/remove")
    def remove(partnership_id: str, webhook_id: str) -> ResponseReturnValue:
        remove_webhook(runtime.services, current_user(runtime), partnership_id, webhook_id)
        flash("Removed. This address is told nothing any more.")
        return redirect(url_for("webhooks.show", partnership_id=partnership_id), 303)

    return pages


def _add(runtime: Runtime, actor: Actor, partnership_id: str) -> ResponseReturnValue:
    try:
        secret = add_webhook(
            runtime.services,
            runtime.accounts.keys,
            actor,
            partnership_id,
            request.form.get("address", ""),
            request.form.get("press", ""),
            allows_loopback=bool(runtime.settings.sandbox_url),
        )
    except BadInput as error:
        problem = error_notice(error)
        return _page(runtime, actor, partnership_id, problem), problem.status
    view = webhooks_of(runtime.services, actor, partnership_id)
    return render_template("webhook_secret.html", partnership=view.partnership, secret=secret)


def _page(
    runtime: Runtime, actor: Actor, partnership_id: str, problem: ErrorNotice | None = None
) -> str:
    view = webhooks_of(runtime.services, actor, partnership_id)
    return render_template(
        "webhooks.html",
        view=view,
        partnership=view.partnership,
        happened=tuple(Happened),
        longest=LONGEST_ADDRESS,
        typed=request.form,
        problem=problem,
    )

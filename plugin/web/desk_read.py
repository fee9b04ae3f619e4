"""Read: every note of a closed session once, in the order of its boxes and its board."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.convene.design_lookup import find_design
from plugin.curate.desk import ShownNotes
from plugin.curate.desk_pages import NOTES_A_PAGE
from plugin.curate.reading import mark_read, read_view
from plugin.curate.undoing import undo
from plugin.domain.labels import Label
from plugin.domain.people import Actor
from plugin.errors import BadInput
from plugin.web.current_user import current_user
from plugin.web.desk_keys import keys_are_on
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.forms import number_of

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

_FURTHEST = 10_000_000
Page = str | tuple[str, int] | Response


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("desk_read", __name__)

    @pages.get("/c/<community_id>/desk/read")
    def show(community_id: str) -> Page:
        return _page(runtime, current_user(runtime), community_id)

    @pages.post("/c/<community_id>/desk/read")
    def mark(community_id: str) -> Page:
        actor, form = current_user(runtime), request.form
        at = ""
        try:
            if form.get("do") == "undo":
                says, at = undo(runtime.services, actor, community_id)
            else:
                whole = form.getlist("page") if form.get("do") == "all" else form.getlist("note")
                says = mark_read(runtime.services, actor, community_id, whole)
        except BadInput as error:
            return _page(runtime, actor, community_id, error_notice(error)), 400
        if form.get("quiet"):
            return "", 204  # a script of ours asks, and stays on the page
        flash(says)
        kept = {name: form[name] for name in ("session", "from") if form.get(name)}
        place: dict[str, Any] = {"community_id": community_id, "at": at or None, **kept}
        return redirect(url_for("desk_read.show", **place), 303)

    return pages


def _page(
    runtime: Runtime, actor: Actor, community_id: str, problem: ErrorNotice | None = None
) -> str:
    given = request.values
    start = min(number_of(given.get("from"), 18) or 0, _FURTHEST)
    designs = partial(find_design, runtime.services)
    shown = ShownNotes(session_id=given.get("session", ""), start=start)
    view = read_view(runtime.services, actor, community_id, designs, shown)
    return render_template(
        "desk_read.html",
        view=view,
        desk=view.desk,
        partnership=view.desk.partnership,
        community=view.desk.community,
        start=start,
        earlier_start=max(start - NOTES_A_PAGE, 0),
        at=given.get("at", ""),
        ticked=request.form.getlist("note"),
        held=Label.H,
        problem=problem,
        keys=keys_are_on(),
    )

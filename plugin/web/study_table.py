"""The study table: a second pass over many pieces, as one form that works by keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from plugin.curate.studying import Studied, save_rows, study_view, with_the_same
from plugin.curate.undoing import undo
from plugin.domain.judgements import CHOICES, STUDIED
from plugin.domain.people import Actor
from plugin.domain.pieces import KINDS
from plugin.errors import BadInput
from plugin.web.current_user import current_user
from plugin.web.desk_keys import keys_are_on
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.forms import number_of

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

_FURTHEST = 10_000_000
_CLEARED = "nothing"  # what a field of all ticked pieces says to be emptied
HEADINGS = {
    "sure": "How sure",
    "boundary": "At the boundary",
    "form": "What kind of shared thing",
    "loop": "Which question",
    "scale": "How far it reaches",
    "look_again": "Look again on",
}
Page = str | tuple[str, int] | Response
Form = MultiDict[str, str]


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("study_table", __name__)

    @pages.get("/c/<community_id>/desk/study")
    def show(community_id: str) -> Page:
        return _page(runtime, current_user(runtime), community_id)

    @pages.post("/c/<community_id>/desk/study")
    def save(community_id: str) -> Page:
        actor, form = current_user(runtime), request.form
        start: dict[str, Any] = {"from": number_of(form.get("from"), 8) or None}
        here = url_for("study_table.show", community_id=community_id, **start)
        try:
            if form.get("do") == "undo":
                flash(undo(runtime.services, actor, community_id)[0])
                return redirect(here, 303)
            done = _saved(runtime, actor, community_id, form)
        except BadInput as error:
            return _page(runtime, actor, community_id, problem=error_notice(error)), 400
        if done.refused:
            return _page(runtime, actor, community_id, done), 409
        flash(f"{done.says} Words, and whether they are checked, stay as they were.")
        return redirect(here, 303)

    return pages


def _saved(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> Studied:
    pieces = form.getlist("piece")
    seen = {each: number_of(form.get(f"after-{each}"), 8) for each in pieces}
    rows = {
        each: {name: form.get(f"{name}-{each}", "").strip() for name in STUDIED} for each in pieces
    }
    chosen = {name: form.get(f"all-{name}", "") for name in STUDIED}
    said = {name: "" if text == _CLEARED else text for name, text in chosen.items() if text}
    if said or form.get("do") == "many":  # Enter there presses the button of the rows
        rows = with_the_same(rows, form.getlist("tick"), said)
    return save_rows(runtime.services, actor, community_id, rows, seen)


def _page(
    runtime: Runtime,
    actor: Actor,
    community_id: str,
    done: Studied | None = None,
    problem: ErrorNotice | None = None,
) -> str:
    start = min(number_of(request.values.get("from"), 8) or 0, _FURTHEST)
    view = study_view(runtime.services, actor, community_id, start)
    return render_template(
        "study_table.html",
        view=view,
        community=view.community,
        partnership=view.partnership,
        start=start,
        headings=HEADINGS,
        choices={name: tuple(CHOICES[name].values()) for name in STUDIED if name in CHOICES},
        cleared=_CLEARED,
        kinds=KINDS,
        form=request.form,
        done=done,
        problem=problem,
        keys=keys_are_on(),
    )

"""The study table: a second pass over many pieces, as one form that works by keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from plugin.curate.studying import (
    Studied,
    StudyView,
    save_rows,
    study_view,
    unsaved,
    with_the_same,
)
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
_LEFT = "What you set and did not save is still in its fields."
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
        try:
            if form.get("do") == "undo":
                return _undone(runtime, actor, community_id)
            done = _saved(runtime, actor, community_id, form)
        except BadInput as error:
            return _page(runtime, actor, community_id, problem=error_notice(error)), 400
        if done.refused:
            return _page(runtime, actor, community_id, done), 409
        flash(f"{done.says} Words, and whether they are checked, stay as they were.")
        return _back(community_id)

    return pages


def _back(community_id: str) -> Response:
    start: dict[str, Any] = {"from": number_of(request.form.get("from"), 8) or None}
    return redirect(url_for("study_table.show", community_id=community_id, **start), 303)


def _undone(runtime: Runtime, actor: Actor, community_id: str) -> Page:
    """Undo what was saved last; what is set on the page and not saved stays there."""
    says = undo(runtime.services, actor, community_id)[0]
    start = number_of(request.form.get("from"), 8) or 0
    view = study_view(runtime.services, actor, community_id, start)
    is_set = request.form.getlist("tick") or any(_same(request.form).values())
    if not is_set and not any(_unsaved(view, request.form).values()):
        flash(says)
        return _back(community_id)
    flash(f"{says} {_LEFT}")
    return _page(runtime, actor, community_id)


def _rows(form: Form) -> tuple[dict[str, dict[str, str]], dict[str, int | None]]:
    """Return what each row of a form says, and the number of the judgement that it showed."""
    pieces = form.getlist("piece")
    rows = {
        each: {name: form.get(f"{name}-{each}", "").strip() for name in STUDIED} for each in pieces
    }
    return rows, {each: number_of(form.get(f"after-{each}"), 8) for each in pieces}


def _unsaved(view: StudyView, form: Form) -> dict[str, dict[str, str]]:
    """Return what is set in the rows of a form and not saved, by piece and by field."""
    return _set(view, *_rows(form))


def _set(
    view: StudyView, rows: dict[str, dict[str, str]], seen: dict[str, int | None]
) -> dict[str, dict[str, str]]:
    return {
        each.piece.id: unsaved(each, rows[each.piece.id], seen[each.piece.id])
        for each, _ in view.pieces
        if each.piece.id in rows
    }


def _same(form: Form) -> dict[str, str]:
    """Return what is set for all ticked pieces at once, by field."""
    return {name: form.get(f"all-{name}", "") for name in STUDIED}


def _refused(view: StudyView, form: Form, done: Studied) -> dict[str, dict[str, str]]:
    """Return what the rows that were not saved were to say, also what was set for all ticked."""
    found = _set(view, *_wanted(form))
    return {piece_id: said for piece_id, said in found.items() if piece_id in done.refused}


def _saved(runtime: Runtime, actor: Actor, community_id: str, form: Form) -> Studied:
    return save_rows(runtime.services, actor, community_id, *_wanted(form))


def _wanted(form: Form) -> tuple[dict[str, dict[str, str]], dict[str, int | None]]:
    """Return the rows as `_rows` does, with what is set for all ticked; raise BadInput for none."""
    rows, seen = _rows(form)
    said = {n: "" if text == _CLEARED else text for n, text in _same(form).items() if text}
    if said or form.get("do") == "many":  # Enter there presses the button of the rows
        rows = with_the_same(rows, form.getlist("tick"), said)
    return rows, seen


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
        ticked=request.form.getlist("tick"),
        unsaved=_refused(view, request.form, done) if done else _unsaved(view, request.form),
        same={} if done else _same(request.form),
        done=done,
        problem=problem,
        keys=keys_are_on(),
    )

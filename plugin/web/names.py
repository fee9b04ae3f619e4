"""Words that may point to a person: what stands there instead, that it is nobody, or erase them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.curate.deciding_names import (
    add_name,
    disguise,
    erase_for_good,
    forget_decision,
    reword,
    say_no_person,
    say_no_person_in_piece,
)
from plugin.curate.found_names import names_page
from plugin.domain.people import Actor
from plugin.errors import BadInput
from plugin.web.current_user import current_user
from plugin.web.errors import error_notice
from plugin.web.forms import number_of

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

Page = str | tuple[str, int] | Response
USE, NO_PERSON, ERASE = "use", "no person", "erase"


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("names", __name__)

    @pages.get("/p/<partnership_id>/desk/names")
    def show(partnership_id: str) -> Page:
        return _page(runtime, current_user(runtime), partnership_id)

    @pages.post("/p/<partnership_id>/desk/names")
    def decide(partnership_id: str) -> Page:
        actor = current_user(runtime)
        try:
            flash(_decided(runtime, actor))
        except BadInput as error:
            return _page(runtime, actor, partnership_id, error)
        return redirect(_back(partnership_id), 303)

    @pages.post("/p/<partnership_id>/desk/names/add")
    def add(partnership_id: str) -> Page:
        actor, form = current_user(runtime), request.form
        try:
            given = form.get("name", ""), form.get("instead", "")
            add_name(runtime.services, actor, partnership_id, *given)
        except BadInput as error:
            return _page(runtime, actor, partnership_id, error)
        flash("Saved. It is disguised wherever it leaves the group.")
        return redirect(url_for("names.show", partnership_id=partnership_id), 303)

    @pages.post("/p/<partnership_id>/desk/names/forget")
    def forget(partnership_id: str) -> Page:
        actor = current_user(runtime)
        try:
            decision_id = request.form.get("decision", "")
            forget_decision(runtime.services, actor, partnership_id, decision_id)
        except BadInput as error:
            return _page(runtime, actor, partnership_id, error)
        flash(
            "Forgotten. You are asked about these words again. Until you decide, quotes leave a "
            "gap where other words stood."
        )
        return redirect(url_for("names.show", partnership_id=partnership_id), 303)

    return pages


def _back(partnership_id: str) -> str:
    """Return the page on which a decision was made: that of a piece, of a note, or the list."""
    if request.form.get("back") == "piece":
        return url_for("pieces.show", piece_id=request.form.get("piece", ""))
    if request.form.get("back") == "read" and request.form.get("community_id"):
        page: dict[str, Any] = {"from": request.form.get("from") or None}
        return url_for(
            "desk_read.show",
            community_id=request.form["community_id"],
            session=request.form.get("session", ""),
            at=request.form.get("note", ""),
            alone="yes",
            **page,
        )
    return url_for("names.show", partnership_id=partnership_id)


def _decided(runtime: Runtime, actor: Actor) -> str:
    """Do what a form about one finding asks, and say what holds now."""
    form = request.form
    start, choice = number_of(form.get("start"), 8) or 0, form.get("choice")
    if piece_id := form.get("piece"):
        return _decided_in_piece(runtime, actor, piece_id, (form.get("field", ""), start))
    note_id = form.get("note", "")
    if choice == USE:
        made = disguise(runtime.services, actor, note_id, start, form.get("instead", ""))
        return f"Saved. “{made.replacement}” stands there wherever the words leave the group."
    if choice == NO_PERSON:
        say_no_person(runtime.services, actor, note_id, start)
        return "Saved. These words point to nobody in this partnership."
    if choice == ERASE:
        if erase_for_good(runtime.services, actor, note_id, start):
            return "Erased. The words are gone from the note, its older texts and the search."
        return "Erased. Somebody is reading in the database: the last of the words goes by itself."
    raise BadInput("Choose one of the buttons. Nothing was changed.")


def _decided_in_piece(runtime: Runtime, actor: Actor, piece_id: str, place: tuple[str, int]) -> str:
    form = request.form
    if form.get("choice") == NO_PERSON:
        say_no_person_in_piece(runtime.services, actor, piece_id, place)
        return "Saved. These words point to nobody in this partnership."
    if form.get("choice") != USE:
        raise BadInput("Choose one of the buttons. Nothing was changed.")
    after = number_of(form.get("after"), 8)
    reword(runtime.services, actor, piece_id, place, form.get("instead", ""), after)
    return "Saved. This is the newest wording now."


def _page(
    runtime: Runtime, actor: Actor, partnership_id: str, error: BadInput | None = None
) -> Page:
    view = names_page(runtime.services, actor, partnership_id)
    problem = error_notice(error) if error else None
    page = render_template(
        "names.html",
        view=view,
        partnership=view.partnership,
        problem=problem,
        form=request.form,
        use=USE,
        no_person=NO_PERSON,
        erase=ERASE,
    )
    return (page, problem.status) if problem else page

"""Collections of pieces across groups: listed, opened, named, shared, and filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.domain.people import Actor
from plugin.domain.piece_collections import COLLECTION_NAME_MAX
from plugin.domain.pieces import KINDS
from plugin.errors import BadInput
from plugin.memory.piece_collections import (
    collections_view,
    put_in_collection,
    remove_collection,
    save_collection,
    take_out_of_collection,
)
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.forms import number_of, press_of

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

Page = str | tuple[str, int] | Response


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("piece_collections", __name__)

    @pages.get("/p/<partnership_id>/collections")
    def show(partnership_id: str) -> Page:
        return _page(runtime, current_user(runtime), partnership_id)

    @pages.post("/p/<partnership_id>/collections")
    def change(partnership_id: str) -> Page:
        actor = current_user(runtime)
        try:
            said, open_id = _done(runtime, actor, partnership_id)
        except BadInput as error:
            return _page(runtime, actor, partnership_id, error_notice(error)), 400
        flash(said)
        to = url_for("piece_collections.show", partnership_id=partnership_id, open=open_id or None)
        return redirect(to, 303)

    return pages


def _done(runtime: Runtime, actor: Actor, partnership_id: str) -> tuple[str, str]:
    """Do what a button says; return a sentence, and the collection that the page opens."""
    form, here = request.form, (runtime.services, actor, partnership_id)
    open_id, piece_id = form.get("open", ""), form.get("piece", "")
    match form.get("do", ""):
        case "put":
            return put_in_collection(*here, open_id, piece_id), open_id
        case "out":
            return take_out_of_collection(*here, open_id, piece_id), open_id
        case "remove":
            return remove_collection(*here, open_id), ""
        case "save":
            shared, version = bool(form.get("shared")), number_of(form.get("version"), 8)
            name = form.get("name", "")
            made = save_collection(
                *here, open_id, name, is_shared=shared, version=version, press=press_of(form)
            )
            if piece_id and not open_id:
                return put_in_collection(*here, made.id, piece_id), made.id
            return f"“{made.called}” is saved.", made.id
    raise BadInput("That button is not known here. Nothing was changed. Open the page again.")


def _page(
    runtime: Runtime, actor: Actor, partnership_id: str, problem: ErrorNotice | None = None
) -> str:
    given = request.values
    view = collections_view(
        runtime.services, actor, partnership_id, given.get("open", ""), given.get("piece", "")
    )
    return render_template(
        "piece_collections.html",
        view=view,
        partnership=view.partnership,
        kinds=KINDS,
        form=request.form if problem else {},
        name_max=COLLECTION_NAME_MAX,
        problem=problem,
    )

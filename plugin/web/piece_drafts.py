"""Keeps what is typed into the forms of a piece: by a button, and by a script after a pause.

A script gets one sentence for the form; a button gets the page again. Neither makes a wording.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plugin.curate.drafting import forget_draft, forget_new, keep_draft, keep_new
from plugin.domain.drafts import PieceDraft
from plugin.errors import BadInput, Refused
from plugin.web.current_user import current_user, signed_in
from plugin.web.desk import Typed
from plugin.web.forms import asks_for_fragment, number_of, shown_in, version_in

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

_KEPT = "The draft is kept for you alone. Nobody else reads it until you save it."
_GONE = "The draft is thrown away. The piece is as it was."
_SIGNED_OUT = (
    "you are signed out. Your words are still in this form. Sign in on another page, then go on "
    "here."
)
_TEXTS = ("title", "line", "narrative")


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("piece_drafts", __name__)

    @pages.post("/pieces/<piece_id>/draft")
    def keep(piece_id: str) -> str | Response:
        return _signed_out(runtime) or _keep(runtime, piece_id)

    @pages.post("/c/<community_id>/desk/draft")
    def keep_one(community_id: str) -> str | Response:
        return _signed_out(runtime) or _keep_new(runtime, community_id)

    return pages


def with_draft(stored: Typed, draft: PieceDraft | None) -> Typed:
    """Return what a form shows: the words of a draft in place of those that are stored."""
    if draft is None:
        return stored
    return replace(stored, title=draft.title, line=draft.line, narrative=draft.narrative)


def _signed_out(runtime: Runtime) -> str:
    """Return what a form says once its sign-in ended; a script would put that page into the form.

    Nothing where somebody is signed in, or where a person pressed a button.
    """
    if not asks_for_fragment(request) or signed_in(runtime) is not None:
        return ""
    return render_template("_draft_kept.html", problem=_SIGNED_OUT)


def _keep(runtime: Runtime, piece_id: str) -> str | Response:
    actor, form = current_user(runtime), request.form
    here = url_for("pieces.show", piece_id=piece_id, _anchor="edit")
    if form.get("do") == "drop":
        forget_draft(runtime.services, actor, piece_id)
        flash(_GONE)
        return redirect(here, 303)
    words = [form.get(name, "") for name in _TEXTS]
    try:
        after = number_of(form.get("after"), 8)
        keep_draft(
            runtime.services, actor, piece_id, words, after, version_in(form), shown_in(form)
        )
    except (BadInput, Refused) as error:
        return _not_kept(error)
    return _was_kept(runtime, here)


def _keep_new(runtime: Runtime, community_id: str) -> str | Response:
    actor, form = current_user(runtime), request.form
    draft_id = form.get("draft", "")
    if form.get("do") == "drop":
        forget_new(runtime.services, actor, community_id, draft_id)
        flash("The draft is thrown away. Its notes stay where they are.")
        return redirect(url_for("desk.show", community_id=community_id), 303)
    try:
        kept = keep_new(
            runtime.services,
            actor,
            community_id,
            draft_id,
            [form.get(name, "") for name in _TEXTS],
            form.get("kind", ""),
            form.getlist("note"),
            form.get("cluster", ""),
            version_in(form),
            shown_in(form),
            (form.getlist("against"), bool(form.get("fits"))),
        )
    except (BadInput, Refused) as error:
        return _not_kept(error)
    return _was_kept(runtime, url_for("desk.back", community_id=community_id, draft=kept.id))


def _was_kept(runtime: Runtime, here: str) -> str | Response:
    if asks_for_fragment(request):
        return render_template("_draft_kept.html", kept_at=runtime.services.now)
    flash(_KEPT)
    return redirect(here, 303)


def _not_kept(error: BadInput | Refused) -> str | Response:
    """Say in the form why nothing is kept; a page that nobody watches shows it as any refusal."""
    if not asks_for_fragment(request):
        raise error
    return render_template("_draft_kept.html", problem=str(error))

"""Compare: two curators sort the same notes on their own, and see where they did alike."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from plugin.curate.own_sortings import (
    Sharing,
    compare_view,
    share,
    share_nowhere,
    show_sorting,
    sort_alone,
    throw_sorting_away,
)
from plugin.domain.clusters import SENTENCE_MAX
from plugin.domain.people import Actor
from plugin.errors import BadInput
from plugin.web.current_user import current_user
from plugin.web.desk_places import places_seen
from plugin.web.errors import ErrorNotice, error_notice
from plugin.web.forms import press_of

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

Page = str | tuple[str, int] | Response


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("desk_compare", __name__)

    @pages.get("/c/<community_id>/desk/compare")
    def show(community_id: str) -> Page:
        return _page(runtime, current_user(runtime), community_id)

    pages.post("/c/<community_id>/desk/compare", endpoint="do")(partial(_do, runtime))
    return pages


def _page(
    runtime: Runtime, actor: Actor, community_id: str, problem: ErrorNotice | None = None
) -> str:
    given = request.values
    view = compare_view(
        runtime.services, actor, community_id, given.get("session", ""), given.get("with", "")
    )
    return render_template(
        "desk_compare.html",
        view=view,
        community=view.community,
        partnership=view.partnership,
        typed=request.form if problem else {},
        sentence_max=SENTENCE_MAX,
        problem=problem,
    )


def _do(runtime: Runtime, community_id: str) -> Page:
    actor, form = current_user(runtime), request.form
    session_id, do = form.get("session", ""), form.get("do", "")
    try:
        if do == "share":
            what, press = _sharing(form), press_of(form)
            says = share(runtime.services, actor, community_id, session_id, what, press)
        elif do == "show":
            says = show_sorting(runtime.services, actor, community_id, session_id)
        elif do == "alone":
            says = sort_alone(runtime.services, actor, community_id, session_id)
        elif do == "throw":
            says = throw_sorting_away(runtime.services, actor, community_id, session_id)
        elif do == "nowhere":
            which = form.get("with", ""), form.getlist("note"), places_seen(form)
            says = share_nowhere(runtime.services, actor, community_id, session_id, *which)
        else:
            raise BadInput(
                "That button is not known here. Nothing was changed. Open the page again."
            )
    except BadInput as error:
        return _page(runtime, actor, community_id, error_notice(error)), 400
    flash(says)
    if do == "alone":
        return redirect(
            url_for("desk_sort.show", community_id=community_id, session=session_id), 303
        )
    place: dict[str, Any] = {"session": session_id, "with": form.get("with") or None}
    return redirect(url_for("desk_compare.show", community_id=community_id, **place), 303)


def _sharing(form: MultiDict[str, str]) -> Sharing:
    return Sharing(
        with_id=form.get("with", ""),
        mine_id=form.get("mine", ""),
        theirs_id=form.get("theirs", ""),
        note_ids=tuple(form.getlist("note")),
        sentence=form.get("because", ""),
        keeps_otherwise=bool(form.get("otherwise")),
    )

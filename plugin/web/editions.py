"""The page on which a piece is written for places like ours, or for anyone, agreed and read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from plugin.curate.edition_answers import (
    object_to_edition,
    record_group_yes,
    record_second_reader,
)
from plugin.curate.editions import edition_page, mark_of, write_edition
from plugin.domain.edition_reasons import went_wide
from plugin.domain.pieces import Rung
from plugin.errors import NotHere
from plugin.use_cases import Runtime
from plugin.web.current_user import current_user
from plugin.web.errors import ErrorNotice, do_or_show_again
from plugin.web.forms import number_of

_RUNGS = {"places-like-ours": Rung.LANDSCAPE, "anyone": Rung.PUBLIC}
_ADDRESSES = {rung: name for name, rung in _RUNGS.items()}


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("editions", __name__)
    pages.add_app_template_global(_ADDRESSES.get, "edition_address")
    pages.add_app_template_global(lambda whole: went_wide(whole, runtime.services.now), "went_wide")

    @pages.get("/pieces/<piece_id>/for/<audience>")
    def show(piece_id: str, audience: str) -> ResponseReturnValue:
        return _page(runtime, piece_id, audience)

    @pages.post("/pieces/<piece_id>/for/<audience>")
    def write(piece_id: str, audience: str) -> ResponseReturnValue:
        def save() -> str:
            form = request.form
            texts = (form.get("title", ""), form.get("summary", ""), form.get("story", ""))
            given = (current_user(runtime), piece_id, _rung(audience))
            day, after = _day(form.get("look_again")), number_of(form.get("after"), 8)
            write_edition(runtime.services, *given, texts, day, after, form.get("shown"))
            return (
                "Saved. Next, read it to the group in a session, and let a second person read it."
            )

        return _saved(runtime, piece_id, audience, save)

    _add_answers(pages, runtime)
    return pages


def _add_answers(pages: Blueprint, runtime: Runtime) -> None:
    @pages.post("/pieces/<piece_id>/for/<audience>/agreed")
    def agree(piece_id: str, audience: str) -> ResponseReturnValue:
        def save() -> str:
            edition_id, session_id = request.form.get("edition", ""), request.form.get("session")
            given = (current_user(runtime), piece_id, edition_id, session_id or "")
            record_group_yes(runtime.services, *given)
            return "Recorded: the group said yes to these words. Every member is told."

        return _saved(runtime, piece_id, audience, save)

    @pages.post("/pieces/<piece_id>/for/<audience>/read")
    def read(piece_id: str, audience: str) -> ResponseReturnValue:
        def save() -> str:
            given = (current_user(runtime), piece_id, request.form.get("edition", ""))
            record_second_reader(runtime.services, *given)
            return "Recorded: a second person has read it."

        return _saved(runtime, piece_id, audience, save)

    @pages.post("/pieces/<piece_id>/for/<audience>/object")
    def objection(piece_id: str, audience: str) -> ResponseReturnValue:
        def save() -> str:
            given = (current_user(runtime), piece_id, request.form.get("edition", ""))
            object_to_edition(runtime.services, *given)
            return "Your objection is stored, without your name. Nobody reads these words there."

        return _saved(runtime, piece_id, audience, save)


def _saved(
    runtime: Runtime, piece_id: str, audience: str, save: Callable[[], str]
) -> ResponseReturnValue:
    here = url_for("editions.show", piece_id=piece_id, audience=audience)
    return do_or_show_again(save, partial(_page, runtime, piece_id, audience), here)


def _page(
    runtime: Runtime, piece_id: str, audience: str, problem: ErrorNotice | None = None
) -> str:
    view = edition_page(runtime.services, current_user(runtime), piece_id, _rung(audience))
    title, summary, story = view.typed
    typed = {"title": title, "summary": summary, "story": story}
    typed["look_again"] = str(view.edition.look_again or "") if view.edition else ""
    typed["shown"] = mark_of(view.edition)
    if problem:
        typed |= {name: request.form[name] for name in typed if name in request.form}
    return render_template(
        "edition.html",
        view=view,
        piece=view.whole.piece,
        partnership=view.partnership,
        community=view.community,
        audience=audience,
        typed=typed,
        problem=problem,
        rungs=Rung,
        base_url=runtime.settings.base_url,
    )


def _rung(audience: str) -> Rung:
    if audience not in _RUNGS:
        raise NotHere("There is no such page.")
    return _RUNGS[audience]


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat((given or "").strip())
    except ValueError:
        return None

"""A note's page: its words while it is on the desk, where it went, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from plugin.convene.communities import community_of
from plugin.convene.design_lookup import box_title
from plugin.domain.brought_notes import HOW_IT_CAME
from plugin.domain.people import Actor, Power
from plugin.govern.withdrawal import take_back, trail
from plugin.jobs import asking
from plugin.memory.search import partnership_of
from plugin.web.current_user import current_user

if TYPE_CHECKING:
    from plugin.use_cases import Runtime

Page = str | tuple[str, int] | Response


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("notes", __name__)

    @pages.get("/notes/<note_id>")
    def show(note_id: str) -> Page:
        return _page(runtime, current_user(runtime), note_id)

    @pages.get("/notes/<note_id>/take-back")
    def ask(note_id: str) -> Page:
        return _page(runtime, current_user(runtime), note_id, is_asking=True)

    @pages.post("/notes/<note_id>/take-back")
    def take(note_id: str) -> Page:
        done = take_back(runtime.services, current_user(runtime), note_id)
        if done.sync_id is not None:
            asking.wake(runtime, done.sync_id)
        flash(done.sentence)
        return redirect(url_for("notes.show", note_id=note_id), 303)

    return pages


def _page(runtime: Runtime, actor: Actor, note_id: str, *, is_asking: bool = False) -> str:
    found = trail(runtime.services, actor, note_id)
    note, session = found.note, found.session
    is_on_desk = note.is_on_desk and not note.is_past_its_day(runtime.services.today)
    is_read = is_on_desk and found.is_readable
    here = (session.partnership_id, session.community_id)
    return render_template(
        "note.html",
        trail=found,
        note=note,
        words=note.text if is_read else None,
        is_kept_back=is_on_desk and not found.is_readable,
        session=session,
        box=box_title(runtime.services, session, note.zone_code),
        partnership=partnership_of(runtime.services, actor, session.partnership_id),
        community=community_of(runtime.services, session.community_id),
        may_take_back=note.text is not None and actor.may(Power.RUN_SESSION, *here),
        is_asking=is_asking,
        how_it_came=HOW_IT_CAME,
    )

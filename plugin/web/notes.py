"""A note's page: its words, where it went, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from plugin.convene.communities import community_of
from plugin.domain.people import Actor
from plugin.govern.withdrawal import TakenBack, take_back, trail
from plugin.memory.search import partnership_of
from plugin.web.acting import acting
from plugin.web.box_titles import box_title

if TYPE_CHECKING:
    from plugin.jobs import House

Page = str | tuple[str, int] | Response


def routes(house: House) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("notes", __name__)

    @pages.get("/notes/<note_id>")
    def show(note_id: str) -> Page:
        return _page(house, acting(house), note_id)

    @pages.get("/notes/<note_id>/take-back")
    def ask(note_id: str) -> Page:
        return _page(house, acting(house), note_id, is_asking=True)

    @pages.post("/notes/<note_id>/take-back")
    def take(note_id: str) -> Page:
        actor = acting(house)
        done = take_back(house.ground, actor, note_id)
        return _page(house, actor, note_id, done=done)

    return pages


def _page(
    house: House,
    actor: Actor,
    note_id: str,
    *,
    is_asking: bool = False,
    done: TakenBack | None = None,
) -> str:
    found = trail(house.ground, actor, note_id)
    session = found.session
    return render_template(
        "note.html",
        trail=found,
        note=found.note,
        session=session,
        box=box_title(session, found.note.zone_code),
        partnership=partnership_of(house.ground, actor, session.partnership_id),
        community=community_of(house.ground, session.community_id),
        is_asking=is_asking,
        done=done,
    )

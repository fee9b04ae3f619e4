"""The way of a piece as a picture and as a list: notes, piece, wordings, and where these went.

It shows what the piece's page shows to the same person, and to nobody else: that page decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, url_for
from markupsafe import Markup

from plugin.convene.design_lookup import box_title
from plugin.curate.page import PieceView, piece_page
from plugin.domain.days import long_day
from plugin.domain.pieces import KINDS, Source
from plugin.web.current_user import current_user
from plugin.web.way_picture import PieceWay, WayStep, way_picture

if TYPE_CHECKING:
    from plugin.use_cases import Runtime


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("piece_way", __name__)

    @pages.get("/pieces/<piece_id>/way")
    def show(piece_id: str) -> str:
        view = piece_page(runtime.services, current_user(runtime), piece_id)
        way = _way(runtime, view)
        return render_template(
            "piece_way.html",
            view=view,
            way=way,
            # Everything in it that people wrote is escaped where it is drawn.
            picture=Markup(way_picture(way)),  # noqa: S704
            partnership=view.partnership,
            community=view.community,
        )

    return pages


def _way(runtime: Runtime, view: PieceView) -> PieceWay:
    whole = view.whole
    newest, here = whole.newest, url_for("pieces.show", piece_id=whole.piece.id)
    out = view.last_check.wording.number if view.last_check else newest.number
    wordings = tuple(
        WayStep(
            f"Wording of {long_day(each.made_at.date())}",
            view.checks[each.id].in_words if each.id in view.checks else "not checked",
            f"{here}#wording-{each.number}",
        )
        for each in whole.wordings
    )
    return PieceWay(
        notes=tuple(_note(runtime, view, each) for each in whole.sources),
        piece=WayStep(newest.title, KINDS[newest.kind], here),
        wordings=wordings,
        places=tuple(_places(view)),
        out=next(n for n, each in enumerate(whole.wordings) if each.number == out),
    )


def _note(runtime: Runtime, view: PieceView, source: Source) -> WayStep:
    """Return a note with its words only where the piece's page shows them to this person."""
    session = view.source_sessions.get(source.session_id)
    box = box_title(runtime.services, session, source.zone_code)
    what = f"{long_day(source.day)}, {box}"
    note = view.notes.get(source.note_id)
    if source.gone_because:
        return WayStep("A note that is gone", what)
    if note is None or not note.text or not note.is_on_desk:
        return WayStep("A note", what)
    return WayStep(note.text, what, url_for("notes.show", note_id=note.id))


def _places(view: PieceView) -> list[WayStep]:
    found = [
        WayStep(each.name, "a card on its board", url_for("session.show", session_id=each.id))
        for each in view.returned_to
    ]
    if view.in_notion.page_id:
        found.append(WayStep("Its page in Notion", "carried there by a sync"))
    found += [
        WayStep(each.title, "a piece it belongs with", url_for("pieces.show", piece_id=each.id))
        for each in view.company.those
    ]
    return found

"""The checking sheet of a piece: what its people will be asked, which of them, and until when.

It is looked at before anybody is asked. It never says how many can be asked by a link, or who.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from plugin.converse.asking import asking_of
from plugin.curate.page import PieceView, piece_page
from plugin.domain.people import Power
from plugin.domain.pieces import KINDS, Rung
from plugin.domain.questions import AnswerKind, Reach
from plugin.domain.sessions import Session, SessionState
from plugin.web.current_user import current_user
from plugin.web.desk_keys import keys_are_on

if TYPE_CHECKING:
    from plugin.use_cases import Runtime


def routes(runtime: Runtime) -> Blueprint:
    """Return the pages of this module."""
    pages = Blueprint("checking_sheet", __name__)

    @pages.get("/pieces/<piece_id>/checking")
    def show(piece_id: str) -> str | Response:
        actor = current_user(runtime)
        view = piece_page(runtime.services, actor, piece_id)
        actor.require(Power.CURATE, view.partnership.id, view.community.id)
        asking = asking_of(runtime.services, actor, piece_id)
        if asking is None or asking.is_open or view.check or not view.whole.voices:
            return redirect(url_for("pieces.show", piece_id=piece_id))
        return render_template(
            "checking_sheet.html",
            view=view,
            asking=asking,
            reaches=Reach,
            answers=tuple(AnswerKind),
            kinds=KINDS,
            partners=next(e.people for e in view.audiences if e.rung is Rung.PARTNERSHIP),
            next_session=_next_session(view, runtime.services.today),
            keys=keys_are_on(),
            partnership=view.partnership,
            community=view.community,
        )

    return pages


def _next_session(view: PieceView, today: date) -> Session | None:
    """Return the session of the group that comes next, in which a piece could be read back."""
    coming = (
        each
        for each in view.source_sessions.values()
        if each.state is not SessionState.CLOSED and each.day >= today
    )
    return min(coming, key=lambda each: each.day, default=None)

"""Pieces that wait to be read to the group, and what it said, recorded once the session is closed.

They are read aloud while the session is open; only a meeting that is over can have agreed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for

from plugin.curate.objections import are_over, make_objection_link
from plugin.curate.page import PieceView, piece_page
from plugin.curate.read_backs import may_be_read_aloud, record_piece_read_back
from plugin.domain.days import long_day
from plugin.domain.people import Actor
from plugin.domain.pieces import over_at, waits_to_be_read
from plugin.domain.sessions import Session, SessionState
from plugin.errors import BadInput
from plugin.store import piece_choices as choices
from plugin.use_cases import Runtime
from plugin.web.panel.asked import ReadSent, TokensSent
from plugin.web.panel.bearer import at_board
from plugin.web.panel.closing_answers import OverAnswer, PiecesToReadAnswer, WasReadAnswer
from plugin.web.panel.operations import Operations, Sent
from plugin.web.qr_code import qr_code

_MOST_TOKENS = 100  # on one board
_RECORDED = (
    "Recorded, and every member is told. It counts as checked when seven days have passed without "
    "an objection."
)


def add_to(api: Operations, runtime: Runtime) -> None:
    """Add the answers of this module."""

    @api.get("/pieces-to-read", PiecesToReadAnswer, "List pieces to read to the group.")
    def pieces_to_read() -> Any:
        actor, session = at_board(runtime)
        return {
            "pieces": [_shown(each) for each in _to_read(runtime, actor, session)],
            "can_be_recorded": session.state is SessionState.CLOSED,
        }

    @api.post("/pieces-to-read", WasReadAnswer, "Record that a piece was read.", ReadSent)
    def piece_was_read(sent: Sent) -> Any:
        actor, session = at_board(runtime)
        is_changed = sent["changed"]
        record_piece_read_back(
            runtime.services,
            actor,
            sent["piece"],
            session.id,
            (sent["title"], sent["line"], sent["story"]) if is_changed else None,
            press=f"panel {sent['press']}" if sent["press"] else None,
            after=sent["after"],
            is_changed=is_changed,
        )
        left = [_shown(each) for each in _to_read(runtime, actor, session)]
        found = _objecting(runtime, actor, sent["piece"])
        return {"said": _RECORDED, "pieces": left, "objecting": found}

    @api.post("/objections-over", OverAnswer, "Say which links to object are over.", TokensSent)
    def objections_over(sent: Sent) -> Any:
        at_board(runtime)
        tokens = sent["tokens"][:_MOST_TOKENS]
        return {"over": sorted(are_over(runtime.services, tokens))}


def _objecting(runtime: Runtime, actor: Actor, piece_id: str) -> dict[str, str] | None:
    """Return the link for the board by which everybody objects without an account, for its days."""
    try:
        token, until = make_objection_link(runtime.services, actor, piece_id, for_board=True)
    except BadInput:  # nobody may object any more, or there are many links already
        return None
    address = f"{runtime.settings.base_url}/objections/{token}"
    return {"address": address, "qr": str(qr_code(address) or ""), "until": long_day(until.date())}


def _to_read(runtime: Runtime, actor: Actor, session: Session) -> Iterator[PieceView]:
    """Yield the pieces that the group can hear in this session, or can have heard in it."""
    services = runtime.services
    until = over_at(session.day, session.closed_at or services.now)
    here = (session.partnership_id, session.community_id)
    with services.db.read() as tx:
        unread = [
            each
            for each in choices.chosen(tx, *here, choices.was_not_read())
            if waits_to_be_read(each, session.id, until, services.now)
            and may_be_read_aloud(tx, services, each)
        ]
    for whole in unread:
        view = piece_page(services, actor, whole.piece.id)
        if view.recorders.may_read_back:
            yield view


def _shown(view: PieceView) -> dict[str, object]:
    newest = view.whole.newest
    return {
        "id": view.whole.piece.id,
        "title": newest.title,
        "line": newest.line,
        "story": view.whole.as_everybody_reads(newest).narrative,
        "stored_story": newest.stored_story,  # with its marks of quotes, to be changed
        "after": newest.number,
        "page": url_for("pieces.show", piece_id=view.whole.piece.id, _external=True),
    }

"""A card of our app that somebody opens on the board: the piece that came back with it."""

from __future__ import annotations

from typing import Any

from flask import url_for

from plugin.convene.panel import cards_on
from plugin.curate.page import piece_page
from plugin.domain.people import Actor
from plugin.domain.returns import PIECE
from plugin.errors import NotHere
from plugin.use_cases import Runtime
from plugin.web.panel.asked import CardAsked
from plugin.web.panel.bearer import at_board
from plugin.web.panel.closing_answers import CardPieceAnswer
from plugin.web.panel.operations import Operations, Sent
from plugin.web.readership import read_by
from plugin.web.who_opened import opened_in_panel

_NONE = "This card brings no piece back that Hedgerow knows. Nothing was changed."


def add_to(api: Operations, runtime: Runtime) -> None:
    """Add the answers of this module."""

    @api.get("/piece", CardPieceAnswer, "Show the piece that a card brings back.", CardAsked)
    def piece(asked: Sent) -> Any:
        actor, session = at_board(runtime)
        key = cards_on(runtime.services, actor, session).get(asked["item"], "")
        if not key.startswith(PIECE):
            raise NotHere(_NONE)
        piece_id = key.removeprefix(PIECE)
        opened_in_panel(actor, {"piece_id": piece_id})  # it may be another group's
        return _shown(runtime, actor, piece_id)


def _shown(runtime: Runtime, actor: Actor, piece_id: str) -> dict[str, Any]:
    whole = piece_page(runtime.services, actor, piece_id).whole
    newest = whole.newest
    return {
        "title": newest.title,
        "line": newest.line,
        "story": whole.as_everybody_reads(newest).narrative,
        "readers": read_by(whole, runtime.services.now),
        "page": url_for("pieces.show", piece_id=piece_id, _external=True),
    }

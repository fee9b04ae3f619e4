"""Letting Hedgerow's Miro account onto a board before a session is built there.

What Miro said stands in the answer; a button of the panel reads *Let Hedgerow in* where it said no.
"""

from __future__ import annotations

from typing import Any

from plugin.convene.communities import community_of
from plugin.errors import BadInput, Refused
from plugin.jobs.board_seen import board_seen
from plugin.use_cases import Runtime
from plugin.web.forms import board_id_of
from plugin.web.panel.answers import SeenAnswer
from plugin.web.panel.asked import GroupAsked
from plugin.web.panel.bearer import board_id, looker_of
from plugin.web.panel.operations import Operations, Sent

_NOBODY = "You run no sessions of this group. Nothing was changed."
_NO_BOARD = "No board was named. Nothing was changed."


def add_to(api: Operations, runtime: Runtime) -> None:
    """Add the answers of this module."""

    @api.get("/look", SeenAnswer, "Say whether Hedgerow can open the board.", GroupAsked)
    def look(asked: Sent) -> Any:
        actor = looker_of(runtime).actor
        if actor is None:
            raise Refused(_NOBODY)
        group = community_of(runtime.services, asked["community"])
        board = board_id_of(board_id())
        if board is None:
            raise BadInput(_NO_BOARD)
        seen = board_seen(runtime, actor, group.id, board)
        return {
            "seen": seen.value,
            "name": runtime.accounts.miro_name(group.partnership_id),
            "address": runtime.settings.miro_email or "",
        }

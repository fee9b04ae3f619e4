"""Removing the board of a session that will not take place: one that Hedgerow made, and no other.

A board is known as ours by the mark in its description. One on which somebody put something is
kept: on some plans Miro keeps no copy, and nobody who wrote there was asked.
"""

from __future__ import annotations

from connectors.errors import NotThereOrNotShared
from connectors.miro.client import MiroClient
from plugin.domain.sessions import Board
from plugin.errors import BadInput
from plugin.scaffold.boards import mark_of
from plugin.store import boards as stored_boards
from plugin.store.services import Services

_NOT_OURS = (
    "Hedgerow did not make this board, or somebody changed the mark in its description by which "
    "Hedgerow knows it. Hedgerow removes no board of somebody else’s. Nothing was changed. Call "
    "the session off and keep the board."
)


def require_removable(services: Services, miro: MiroClient, board: Board) -> None:
    """Return if a session's board is ours and nobody put anything on it; raise BadInput otherwise.

    A board that is gone already can be removed: nothing is left to do.
    """
    try:
        seen = miro.get_board(board.miro_board_id)
    except NotThereOrNotShared:
        return
    if mark_of(board.session_id) not in seen.description:
        raise BadInput(_NOT_OURS)
    with services.db.read() as tx:
        ours = set(stored_boards.placed_items(tx, board.session_id))
    others = sum(each.id not in ours for each in miro.items(seen.id))
    if others:
        things = "one thing" if others == 1 else f"{others} things"
        raise BadInput(
            f"People put {things} on this board, and Hedgerow removes nothing of theirs. Nothing "
            "was changed. Call the session off and keep the board, or let them take it off first."
        )


def remove_board(miro: MiroClient, miro_board_id: str) -> bool:
    """Delete a board in Miro; say whether it was still there."""
    try:
        miro.delete_board(miro_board_id)
    except NotThereOrNotShared:
        return False
    return True

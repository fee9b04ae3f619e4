"""Links notes to the piece beside whose card people put them, at each collecting; by ids alone."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.domain.beside import CardPlace, beside
from plugin.domain.returns import PIECE
from plugin.store import boards as stored_boards
from plugin.store import notes as stored_notes
from plugin.store import said_beside
from plugin.store.database import Tx


def link_what_lies_beside(tx: Tx, session_id: str, cards: Sequence[CardPlace]) -> None:
    """Link a session's notes to the pieces whose cards they lie beside now, and no others.

    A card that is not on the board any more says nothing: who lay beside it, did.
    """
    pieces = {
        item_id: key[key.index(PIECE) + len(PIECE) :]
        for key, item_id in stored_boards.item_links(tx, session_id).items()
        if PIECE in key
    }
    own = [each for each in cards if each.miro_item_id in pieces]
    if not own:
        return
    found = beside(own, stored_notes.notes(tx, session_id))
    those = {note: pieces[item] for note, item in found.items()}
    said_beside.link(tx, session_id, those, {pieces[each.miro_item_id] for each in own})

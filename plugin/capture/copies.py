"""Copies of notes that were taken back: a copied sticky or board brings their words again.

While a session's key lives, a tombstone knows a keyed hash of the words. An item with such words is
not collected: its facilitator is asked whether it is meant to be, and never shown the words.
"""

from __future__ import annotations

from plugin.domain.people import Actor
from plugin.errors import NotHere
from plugin.govern.running_sessions import session_to_run
from plugin.store import copies as stored_copies
from plugin.store.services import Services


def answer_copy(
    services: Services, actor: Actor, session_id: str, item_hash: str, *, is_meant: bool
) -> str:
    """Store whether an item with the words of a note taken back is meant; say what follows.

    Raise NotHere where nothing is asked, Refused for people who run no session here.
    """
    with services.db.begin() as tx:
        session_to_run(tx, actor, session_id)
        if not stored_copies.answer(tx, session_id, item_hash, is_meant=is_meant):
            raise NotHere(
                "This question is answered already, or the note is gone from the board. Nothing "
                "was changed."
            )
    if is_meant:
        return "The note is collected at the next collecting."
    return "The note stays on the board, and is not collected."

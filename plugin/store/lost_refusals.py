"""What people refused in every piece of a group, known by a hash of the words, or by the note.

Words for others are, as soon as somebody objects to them. So is what was refused after a backup was
made, where the restored database has no row of it: an objection to words, a no to them by a link,
or to a note in a piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.own_texts import refusal_hash
from plugin.store import identifier_decisions
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.objections import letters_of_wording
from plugin.store.side_tables import to_the_day

_LOST = t.lost_refusal.c


def refuse_words(
    tx: Tx, new_id: str, community_id: str, words: str | Sequence[str], at: datetime
) -> None:
    """Store that words were refused, by their hash, or by several where they can be quoted.

    A group that is not here refuses nothing.
    """
    for number, each in enumerate([words] if isinstance(words, str) else words):
        own = f"{new_id}.{number}" if number else new_id
        _add(tx, own, community_id, at, words_hash=each)


def refuse_note(tx: Tx, new_id: str, community_id: str, note_id: str, at: datetime) -> None:
    """Store that the writer of a note did not want it in a piece that is not here."""
    _add(tx, new_id, community_id, at, note_id=note_id)


def hash_of_wording(tx: Tx, wording_id: str) -> dict[str, Any]:
    """Return what the log keeps of refused words: hashes of them, and their group.

    Where they quote a note there is more than one: typed, they say the same.
    """
    piece = t.piece.c
    wanted = sa.select(piece.community_id, piece.partnership_id).join(t.wording)
    row = tx.execute(wanted.where(t.wording.c.id == wording_id)).one()
    known = {row.partnership_id: identifier_decisions.known_in(tx, row.partnership_id)}
    letters = letters_of_wording(tx, wording_id, known)
    hashes = sorted(refusal_hash(row.community_id, each) for each in letters)
    return {"community": row.community_id, "words": hashes[0] if len(hashes) == 1 else hashes}


def hash_of_text(community_id: str, text: str) -> dict[str, str]:
    """Return what the log keeps of a text that somebody refused in a group."""
    return {"community": community_id, "words": refusal_hash(community_id, text)}


def _add(tx: Tx, new_id: str, community_id: str, at: datetime, **what: str) -> None:
    here = sa.select(t.community.c.id).where(t.community.c.id == community_id)
    known = sa.select(_LOST.id).where(
        _LOST.community_id == community_id, *(_LOST[name] == value for name, value in what.items())
    )
    if tx.execute(here).first() is not None and tx.execute(known).first() is None:
        values = {"id": new_id, "community_id": community_id, "at": to_the_day(at), **what}
        tx.execute(sa.insert(t.lost_refusal).values(values))

"""What people refused in every piece of a group, known by a hash of the words, or by the note.

Words for others are, as soon as somebody objects to them. So is what was refused after a backup was
made, where the restored database has no row of it: an objection to words, a no to them by a link,
or to a note in a piece.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from plugin.domain.overlap import compared_text, refusal_hash
from plugin.domain.quotes import without_tokens
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.side_tables import to_the_day

_LOST = t.lost_refusal.c


def refuse_words(tx: Tx, new_id: str, community_id: str, words_hash: str, at: datetime) -> None:
    """Store that words were refused; a group that is not here refuses nothing."""
    _add(tx, new_id, community_id, at, words_hash=words_hash)


def refuse_note(tx: Tx, new_id: str, community_id: str, note_id: str, at: datetime) -> None:
    """Store that the writer of a note did not want it in a piece that is not here."""
    _add(tx, new_id, community_id, at, note_id=note_id)


def hash_of_wording(tx: Tx, wording_id: str) -> dict[str, str]:
    """Return what the log keeps of refused words: a hash of them, and their group."""
    wording, piece = t.wording.c, t.piece.c
    wanted = (
        sa.select(piece.community_id, wording.line, wording.narrative)
        .join(t.piece, piece.id == wording.piece_id)
        .where(wording.id == wording_id)
    )
    row = tx.execute(wanted).one()
    return hash_of_text(row.community_id, compared_text(row.line, without_tokens(row.narrative)))


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

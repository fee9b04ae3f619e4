"""Nothing that may point to a person is read back or leaves a group before somebody decided.

Asked by the functions that let words leave, so that no page can forget. Whoever is refused is told
what was found and where, never the words.
"""

from __future__ import annotations

from collections.abc import Iterable

from plugin.domain.blockers import POINTS_TO_SOMEBODY
from plugin.domain.notes import Note
from plugin.domain.piece_readings import PieceReading
from plugin.domain.pieces import Wording
from plugin.errors import BadInput
from plugin.identifiers.decisions import KnownIdentifiers
from plugin.store import identifier_decisions
from plugin.store.database import Tx


def require_none(
    tx: Tx, partnership_id: str, wording: Wording, readings: Iterable[PieceReading] = ()
) -> None:
    """Return if nothing in a wording may point to a person; raise BadInput, saying where it does.

    Nor in `readings`, how each of us reads it.

    What somebody said to be no person may stand there. A disguise that was chosen for a note does
    not change a piece: its words are written by people, who reword them.
    """
    known = identifier_decisions.known_in(tx, partnership_id)
    where = identifier_decisions.where_in(known, wording)
    where = where or identifier_decisions.where_in_readings(known, readings)
    if where:
        raise BadInput(f"{POINTS_TO_SOMEBODY.format(where=where)} Nothing was stored.")


def words_that_leave(known: KnownIdentifiers, note: Note) -> str | None:
    """Return a note's words as a board may show them: disguised, or None while something is open.

    A board is Miro's, and is seen by whoever is invited there.
    """
    text = note.text or ""
    return None if known.open_in_note(text) else known.disguised(text)

"""What people are asked to agree to may not tell what nobody outside may read.

That is a wording with how each of us reads it, since both are checked together, and both go out.
"""

from __future__ import annotations

from plugin.domain.pieces import PieceWhole, Wording
from plugin.govern import gone_words, held_words, open_identifiers
from plugin.store.database import Tx


def require_none(tx: Tx, whole: PieceWhole, wording: Wording) -> None:
    """Return if nothing stands there that is held, refused, gone, unshared or points to a person.

    Raise BadInput if it does.
    """
    read = whole.as_everybody_reads(wording)
    held_words.require_none(tx, whole.piece.community_id, read)
    gone_words.require_none(tx, whole.piece.community_id, read)
    readings = whole.readings_of(wording)
    open_identifiers.require_none(tx, whole.piece.partnership_id, wording, readings)

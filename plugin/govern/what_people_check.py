"""What people are asked to agree to may not tell what nobody outside may read.

That is a wording with how each of us reads it, since both are checked together, and both go out.
"""

from __future__ import annotations

from datetime import datetime

from plugin.domain.blockers import READING_GONE
from plugin.domain.pieces import PieceWhole, Wording
from plugin.errors import BadInput
from plugin.govern import gone_words, held_words, open_identifiers
from plugin.store.database import Tx


def require_none(tx: Tx, whole: PieceWhole, wording: Wording, now: datetime) -> None:
    """Return if nothing stands there that is held, refused, gone, unshared or points to a person.

    And if no reading is gone from beside it that nobody has confirmed to stand without: what people
    agreed to would never count. Raise BadInput if it is not so.
    """
    if wording.id == whole.newest.id and READING_GONE.found(whole, now):
        raise BadInput(f"{READING_GONE.reason} Nothing was stored.")
    read = whole.as_everybody_reads(wording)
    held_words.require_none(tx, whole.piece.community_id, read)
    gone_words.require_none(tx, whole.piece.community_id, read)
    readings = whole.readings_of(wording)
    open_identifiers.require_none(tx, whole.piece.partnership_id, wording, readings)

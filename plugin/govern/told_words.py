"""What pieces tell now that repeat words which somebody said when they were asked."""

from __future__ import annotations

from collections.abc import Collection

from plugin.domain.pieces import words_read
from plugin.store import gone_words as stored_gone_words
from plugin.store import piece_readings
from plugin.store import pieces as stored_pieces
from plugin.store.database import Tx
from plugin.store.services import Services


def words_elsewhere(
    services: Services, tx: Tx, community_id: str, texts: Collection[str]
) -> list[str]:
    """Return what is read now in the pieces of a group's partnership that tell these texts."""
    groups = stored_gone_words.neighbours(tx, community_id)
    beside = {each for each, _ in piece_readings.repeating(tx, groups, {"": list(texts)})}
    those = beside | stored_gone_words.pieces_telling(tx, community_id, texts)
    found = (stored_pieces.piece(tx, each) for each in sorted(those))
    return [words for each in found if each for words in words_read(each, services.now)]

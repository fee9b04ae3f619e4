"""Which stickies on a board came of a write whose answer was lost; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser

from plugin.domain.sent_notes import SentNote
from plugin.domain.session_keys import SessionKey
from schemas.miro import Item

_NEAR = 1.0  # pixels


def which_arrived(
    sent: Sequence[SentNote], free: Sequence[Item], key: SessionKey
) -> Mapping[str, Item] | None:
    """Return the sticky of each note among those that stand for none; None unless all are there.

    Words decide, then the place, which people may have changed; a bulk is made whole or not at all.
    """
    left, found = list(free), dict[str, Item]()
    for each in sent:
        same = [item for item in left if key.of_words(_words(item)) == each.words_hash]
        there = [item for item in left if _lies(item, each)]
        item = next((one for one in same if one in there), next(iter((*same, *there)), None))
        if item is None:
            return None
        found[each.note_id] = item
        left.remove(item)
    return found


def _words(item: Item) -> str:
    return LexborHTMLParser(item.content.replace("<br", " <br")).text() if item.content else ""


def _lies(item: Item, sent: SentNote) -> bool:
    if item.parent_id != sent.frame_id or item.x is None or item.y is None:
        return False
    return abs(item.x - sent.x) <= _NEAR and abs(item.y - sent.y) <= _NEAR

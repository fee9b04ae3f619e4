"""The words of an item on a board, whichever fields its type keeps them in."""

from __future__ import annotations

from plugin.capture.text import plain_text
from plugin.domain.blankness import is_blank
from schemas.miro import Item

STICKY = "sticky_note"
_CLOSED_BOOKS = frozenset({"document", "doc_format", "data_table_format"})  # no list shows words
_WITHOUT_WORDS = frozenset({"frame", "image", "embed", "preview", STICKY})


def may_hold_words(item: Item) -> bool:
    """Say whether an item is counted where it holds words; sticky notes are notes already."""
    return item.type not in _WITHOUT_WORDS


def words_of(item: Item) -> str:
    """Return the words of an item as plain text; a card's title, then what it says below."""
    if item.type in (STICKY, "text", "shape"):
        return plain_text(item.content)
    parts = (plain_text(part) for part in (item.title, item.content, item.description))
    return "\n".join(part for part in parts if not is_blank(part))


def holds_words(item: Item) -> bool:
    """Say whether people wrote something on an item, as far as a list shows it."""
    return item.type in _CLOSED_BOOKS or not is_blank(words_of(item))


def level(words: str) -> str:
    """Return words in the form in which copies of what Hedgerow placed are known."""
    return " ".join(words.split()).casefold()

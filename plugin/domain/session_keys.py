"""Keyed hashes of one session: of writers, of items in *Stays here*, of words taken back.

The key belongs to one session and is erased when its take-back window ends; after that nobody,
Hedgerow included, can tell whose or which a hash was.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass, field

from plugin.domain.blankness import is_blank

_HASHED = "hash:"


def instead_of_item(item_hash: str) -> str:
    """Return what stands in a note for an item of which the keyed hash alone is known."""
    return f"{_HASHED}{item_hash[:35]}"


def is_instead(miro_item_id: str) -> bool:
    """Say whether a note's item id is not Miro's own any more."""
    return miro_item_id.startswith(_HASHED)


@dataclass(frozen=True, slots=True)
class SessionKey:
    """The secret of one session."""

    secret: bytes = field(repr=False)

    def of_item(self, miro_item_id: str) -> str:
        """Return the keyed hash of an item."""
        return self._hash("item", miro_item_id)

    def instead_of_item(self, miro_item_id: str) -> str:
        """Return what stands in a note for its item where the item's own id must not."""
        return instead_of_item(self.of_item(miro_item_id))

    def of_author(self, miro_user_id: str) -> str:
        """Return the keyed hash of a writer."""
        return self._hash("author", miro_user_id)

    def of_dots(self, token_hash: str) -> str:
        """Return the keyed hash by which a dot knows whose it is; no note has it."""
        return self._hash("dots", token_hash)

    def of_words(self, text: str) -> str:
        """Return the keyed hash of a note's words; copies that look the same have the same."""
        return self._hash("words", _as_read(text))

    def _hash(self, kind: str, said: str) -> str:
        return hmac.new(self.secret, f"{kind}:{said}".encode(), hashlib.sha256).hexdigest()


def _as_read(text: str) -> str:
    """Level what a reader does not see: case, width, blanks and signs that show nothing."""
    level = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(each for each in level if each.isspace() or not is_blank(each)).split())

"""Keyed hashes of Miro's ids: whoever wrote, and what lay in *Stays here*, without saying which.

The key belongs to one session and is erased when its take-back window ends; after that nobody,
Hedgerow included, can tell whose or which a hash was.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SessionKey:
    """The secret of one session."""

    secret: bytes = field(repr=False)

    def of_item(self, miro_item_id: str) -> str:
        """Return the keyed hash of an item."""
        return self._hash("item", miro_item_id)

    def of_author(self, miro_user_id: str) -> str:
        """Return the keyed hash of a writer."""
        return self._hash("author", miro_user_id)

    def _hash(self, kind: str, miro_id: str) -> str:
        return hmac.new(self.secret, f"{kind}:{miro_id}".encode(), hashlib.sha256).hexdigest()

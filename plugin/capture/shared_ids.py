"""Ids under which several people may write: nobody can tell what Miro gives its visitors.

If all visitors had one id, strangers would become one voice. Nobody writes two notes in the same
second by hand; members of the board, who paste, have ids of their own. So an id of no member under
which notes came in the same second may be shared, and who wrote its notes is not known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from schemas.miro import Item

TOLD = (
    "Several notes came in the same second from a visitor of the board. Miro may give all visitors "
    "one id, so Hedgerow does not know who wrote that visitor's notes. Nothing was lost."
)


def written_at_once(notes: Iterable[Item]) -> frozenset[str]:
    """Return the ids under which more than one note was made in the same second."""
    made = Counter(
        (note.created_by, note.created_at.replace(microsecond=0))
        for note in notes
        if note.created_by is not None and note.created_at is not None
    )
    return frozenset(writer for (writer, _), number in made.items() if number > 1)

"""Notes that say nearly the same, shown as one: the first stands for the others; pure.

Each stays a note and a source of its own. What is done with the one that stands for them is done
with all that a page showed under it.
"""

from __future__ import annotations

from collections.abc import Mapping


def put_under(known: Mapping[str, str], note_id: str, under_id: str) -> dict[str, str]:
    """Return what changes where a note is shown under another: note → the one that stands for it.

    No note stands under one that stands under another itself. Nothing changes where one of the two
    stands for the other already.
    """
    first = known.get(under_id, under_id)
    moved = [note_id, *(each for each, above in known.items() if above == note_id)]
    if first == note_id:
        return {}
    return {each: first for each in moved if known.get(each) != first}

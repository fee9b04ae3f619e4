"""Notes that people left touching one another on a board: a suggestion for whoever sorts; pure.

Places alone decide, and only inside one box. Notes that Hedgerow laid out itself say nothing, and
neither does a box in which all notes touch: it was filled row by row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from plugin.domain.notes import Note

TOUCHING = 215.0  # pixels between two centres: a sticky is 200 wide, and hands leave a little room
MOST = 9  # notes in a group; more are rows, not a group
_FULL = 5  # notes in a box: from so many on a box in which all touch was filled row by row


def left_together(notes: Iterable[Note]) -> tuple[tuple[Note, ...], ...]:
    """Return the groups of notes that touch, each in the order of `notes`."""
    boxes: defaultdict[tuple[str, str], list[Note]] = defaultdict(list)
    for each in notes:
        if each.source == "miro" and (each.x or each.y):
            boxes[each.session_id, each.zone_code].append(each)
    return tuple(group for placed in boxes.values() for group in _groups(placed))


def _groups(placed: Sequence[Note]) -> list[tuple[Note, ...]]:
    found, waiting = [], list(range(len(placed)))
    while waiting:
        group = [waiting.pop(0)]
        for one in group:  # which grows meanwhile
            near = [each for each in waiting if _touch(placed[one], placed[each])]
            group += near
            waiting = [each for each in waiting if each not in near]
        is_row = len(group) > MOST or _FULL <= len(group) == len(placed)
        if len(group) > 1 and not is_row:
            found.append(tuple(placed[each] for each in sorted(group)))
    return found


def _touch(one: Note, other: Note) -> bool:
    return max(abs(one.x - other.x), abs(one.y - other.y)) <= TOUCHING

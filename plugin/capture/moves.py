"""Where notes lie whose words are not taken: collecting stopped, or they stay off the desk; pure.

A move that this answer shows first is decided now: later ones cannot say whose it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from plugin.capture.actions import Action, ChangeNote
from plugin.domain.notes import Note, NoteState


def moves(notes: Iterable[Note], actions: Iterable[Action]) -> Iterator[ChangeNote]:
    """Return what `actions` change of where `notes` lie, and of which label holds."""
    before = {note.id: note for note in notes}
    for action in actions:
        if not isinstance(action, ChangeNote):
            continue
        note, now = before[action.note.id], action.note
        if note.state is NoteState.DAY_PASSED:
            continue  # a legal hold keeps it, and nothing else holds of it
        has_left = note.state is NoteState.LEFT_BOARD
        moved = replace(
            note,
            zone_code=now.zone_code,
            label=now.label,
            kind=now.kind,
            is_waiting=now.is_waiting,
            may_stay=now.may_stay,
            erase_on=note.erase_on if has_left else now.erase_on,
        )
        is_lost = now.state is NoteState.LEFT_BOARD and not has_left
        if moved != note and not is_lost:
            yield ChangeNote(moved)

"""The question of the brake: which notes it is about, and how it is asked; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from plugin.capture.boxes import Boxes, name_of
from plugin.capture.sightings import Known
from plugin.domain.clock import NewId
from plugin.domain.notes import Note
from plugin.domain.sessions import Brake
from plugin.domain.templates import Template

_SAFE = "Collecting has stopped until you answer; none of these notes was erased."


def brake_of(
    known: Known, boxes: Boxes, code: str, notes: Iterable[Note], now: datetime, new_id: NewId
) -> Brake:
    """Return the question about notes of a box; one that is open keeps its id and its moment."""
    asked = next((each for each in known.brakes if each.zone_code == code), None)
    return Brake(
        id=asked.id if asked else new_id(),
        session_id=known.session.id,
        zone_code=code,
        note_ids=tuple(sorted({note.id for note in notes})),
        frame_is_gone=code not in boxes.standing,
        asked_at=asked.asked_at if asked else now,
    )


def question_of(brake: Brake, template: Template) -> str:
    """Write the question, and what is safe until it is answered."""
    number = len(brake.note_ids)
    left = "1 note" if number == 1 else f"{number} notes"
    box = name_of(template, brake.zone_code)
    if brake.frame_is_gone:
        return f"{box} is gone from the board, with {left}. Tidying, or taken back? {_SAFE}"
    together = "" if number == 1 else " together"
    return f"{left} left {box}{together}. Tidying, or taken back? {_SAFE}"

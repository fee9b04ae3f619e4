"""What of a collected board is drawn for somebody: its boxes, and the notes that they may read."""

from __future__ import annotations

from plugin.curate.desk import DeskBox, DeskSession
from plugin.domain.labels import WORDS, Label
from plugin.domain.notes import Note
from plugin.domain.templates import Template
from plugin.scaffold.board_part import PictureBox, PictureNote


def boxes_of(shown: DeskSession, template: Template) -> tuple[PictureBox, ...]:
    """Return every box of a session's board with the notes of it that a page shows."""
    labels = shown.session.policy.labels if shown.session.policy else {}
    found = {box.zone.code: box for box in shown.boxes}
    return tuple(
        PictureBox(
            code=zone.code,
            title=zone.frame_title,
            blank=WORDS[Label.X] if labels.get(zone.code, zone.label) is Label.X else "",
            notes=_notes(found.get(zone.code)),
        )
        for zone in template.zones
    )


def as_drawn(note: Note) -> PictureNote:
    """Return a note as it is drawn."""
    return PictureNote(note.id, note.x, note.y, note.text or "")


def _notes(box: DeskBox | None) -> tuple[PictureNote, ...]:
    return tuple(as_drawn(each) for each in (*box.kept, *box.held)) if box else ()

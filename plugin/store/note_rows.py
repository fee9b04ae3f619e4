"""A note as a row, and a row as a note."""

from __future__ import annotations

from typing import Any

from plugin.domain.labels import Label
from plugin.domain.notes import Note, NoteState, NoteVersion


def values_of(note: Note) -> dict[str, Any]:
    """Return what a row holds of a note, without its id."""
    return {
        "session_id": note.session_id,
        "zone_code": note.zone_code,
        "label": note.label.value,
        "kind": note.kind,
        "source": note.source,
        "text": note.text,
        "miro_item_id": note.miro_item_id,
        "seen_at": note.seen_at,
        "colour": note.colour,
        "tags": list(note.tags),
        "x": note.x,
        "y": note.y,
        "version": note.version,
        "state": note.state.value,
        "is_waiting": note.is_waiting,
        "author_hash": note.author_hash,
        "shown_author": note.shown_author,
        "strand_id": note.strand_id,
        "voice_id": note.voice_id,
        "container_id": note.container_id,
        "erase_on": note.erase_on,
        "gone_because": note.gone_because,
        "own_hash": note.own_hash,
        "may_stay": note.may_stay,
    }


def note_of_row(row: Any) -> Note:
    """Return the note that a whole row of the table holds."""
    return Note(
        id=row.id,
        session_id=row.session_id,
        zone_code=row.zone_code,
        label=Label(row.label),
        kind=row.kind,
        source=row.source,
        text=row.text,
        miro_item_id=row.miro_item_id,
        seen_at=row.seen_at,
        colour=row.colour,
        tags=tuple(row.tags),
        x=row.x,
        y=row.y,
        version=row.version,
        state=NoteState(row.state),
        is_waiting=row.is_waiting,
        author_hash=row.author_hash,
        shown_author=row.shown_author,
        strand_id=row.strand_id,
        voice_id=row.voice_id,
        container_id=row.container_id,
        erase_on=row.erase_on,
        gone_because=row.gone_because,
        own_hash=row.own_hash,
        may_stay=row.may_stay,
    )


def values_of_version(older: NoteVersion) -> dict[str, Any]:
    """Return what a row holds of an older text of a note."""
    return {
        "note_id": older.note_id,
        "version": older.version,
        "text": older.text,
        "seen_at": older.seen_at,
        "label": older.label.value,
        "erase_on": older.erase_on,
    }


def version_of_row(row: Any) -> NoteVersion:
    """Return the older text of a note that a row holds."""
    label = Label(row.label)
    return NoteVersion(row.note_id, row.version, row.text, row.seen_at, label, row.erase_on)

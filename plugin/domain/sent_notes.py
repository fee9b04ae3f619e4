"""What an intent keeps of stickies that were sent for notes by phone.

A note's words are known here as a keyed hash alone: an intent that is left for days says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

PLACE_NOTES = "place_notes"


@dataclass(frozen=True, slots=True)
class SentNote:
    """One sticky of a write: its note, the hash of its words, its box, and where it was put."""

    note_id: str
    words_hash: str
    frame_id: str
    x: float
    y: float


def sent_as_json(sent: Sequence[SentNote]) -> Mapping[str, object]:
    """Return what an intent keeps of a write."""
    return {"notes": [list(astuple(each)) for each in sent]}


def read_sent(payload: Mapping[str, object]) -> tuple[SentNote, ...]:
    """Return what an intent says was sent."""
    kept = payload.get("notes")
    return tuple(SentNote(*each) for each in kept) if isinstance(kept, list) else ()

"""One session as it happened, as values: its people, its events in their order.

The file that they come from is read and checked in `session_reading`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from plugin.domain.agreements import Outcome, Setting


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody of the room."""

    id: str
    name: str
    party: str
    role: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a note's centre is: from the top-left corner of a zone's note area, in pixels.

    `zone` None is the bare board, counted from the top-left corner of the box around all frames.
    """

    zone: str | None
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Add:
    """A person sticks a note; text that begins with `<p>` is the editor's HTML as it stands."""

    t: int
    note: str
    by: str
    text: str
    colour: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class EditEvent:
    """A person writes other words on a note."""

    t: int
    note: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Move:
    """A person drags a note elsewhere."""

    t: int
    note: str
    by: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Recolour:
    """A person gives a note another colour."""

    t: int
    note: str
    by: str
    colour: str


@dataclass(frozen=True, slots=True)
class Delete:
    """A person takes a note off the board."""

    t: int
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A note gets a tag; `by` None leaves open by whom."""

    t: int
    note: str
    tag: str
    by: str | None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A contributor takes a note back."""

    t: int
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Collect:
    """The facilitator collects."""

    t: int
    label: str


@dataclass(frozen=True, slots=True)
class CloseSession:
    """The facilitator closes the session, which collects a last time."""

    t: int
    label: str


@dataclass(frozen=True, slots=True)
class ReadBackEvent:
    """A sentence about a setting is read to the group."""

    t: int
    from_note: str
    sentence: str
    setting: Setting
    outcome: Outcome


Event: TypeAlias = (
    Add
    | EditEvent
    | Move
    | Recolour
    | Delete
    | Tag
    | TakeBack
    | Collect
    | CloseSession
    | ReadBackEvent
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFile:
    """A whole session; `name` is the file's name without its ending, `expect` stays as it is."""

    name: str
    partnership: str
    parties: tuple[str, ...]
    community: str
    question: str
    template: str
    cast: tuple[CastMember, ...]
    events: tuple[Event, ...]
    expect: Mapping[str, Any] = field(default_factory=dict)

    def text(self, note: str, *, first: bool = False) -> str:
        """Return what a note says in the end, or what it said first; raise KeyError for none."""
        texts = [
            each.text
            for each in self.events
            if isinstance(each, Add | EditEvent)
            if each.note == note
        ]
        if not texts:
            raise KeyError(note)
        return texts[0 if first else -1]


def event_note(event: ReadBackEvent | TakeBack) -> str:
    """Return the name of the note that an event speaks of."""
    return event.from_note if isinstance(event, ReadBackEvent) else event.note

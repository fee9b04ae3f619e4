"""Puts a session file on the sandbox's board, event by event, as the edits of its people.

Collecting, closing, reading back and taking back are the caller's (`Stage`): nothing here knows
the product's jobs. The whole file is checked against the board before its first event is played.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from connectors.sandbox_people import Person, SandboxPeople
from plugin.demo.session_file import (
    Add,
    CloseSession,
    Collect,
    Delete,
    EditEvent,
    Event,
    Move,
    ReadBackEvent,
    Recolour,
    SessionFile,
    Spot,
    Tag,
    TakeBack,
)
from plugin.errors import BadInput
from plugin.scaffold.board import WantedBoard
from plugin.scaffold.geometry import Point, Rect
from plugin.scaffold.layout import box_around, note_area

_FIRST_PERSON_ID = 3074457360000000000


@dataclass(frozen=True, slots=True)
class PlayedBox:
    """One frame: its Miro id, and its note area counted from its own top-left corner."""

    frame_id: str
    note_area: Rect


@dataclass(frozen=True, slots=True)
class PlayedBoard:
    """The board that a session is played on; `around` is the box around all frames on it."""

    board_id: str
    boxes: Mapping[str, PlayedBox]
    around: Rect


@dataclass(frozen=True, slots=True)
class PlayedNote:
    """A note of the file as it lies (or lay) on the board; `by` is the cast id of its writer."""

    name: str
    item_id: str
    by: str


class PlayHooks(Protocol):
    """What happens besides people's edits; each is called at its moment in the file."""

    def collect(self, label: str) -> None:
        """Collect what lies on the board."""

    def close(self, label: str) -> None:
        """Close the session."""

    def read_back(self, event: ReadBackEvent, note: PlayedNote) -> None:
        """Record what the group said to a sentence that rests on this note."""

    def take_back(self, note: PlayedNote) -> None:
        """Take a note back for its contributor."""


def played_board(board_id: str, wanted: WantedBoard, frame_ids: Mapping[str, str]) -> PlayedBoard:
    """Put together where a session can be played.

    `wanted` is the board as it was built (its rectangles are places on the board), `frame_ids`
    maps zone codes to the frames' Miro ids (the store's links). Raise KeyError for a zone whose
    frame has no id.
    """
    boxes = {}
    for frame in wanted.frames:
        area = note_area(wanted, frame.key).moved(-frame.rect.x, -frame.rect.y)
        boxes[frame.key] = PlayedBox(frame_ids[frame.key], area)
    return PlayedBoard(board_id, boxes, box_around(wanted))


def people_of(session_file: SessionFile, emails: Mapping[str, str] | None = None) -> list[Person]:
    """Return the cast as people of the sandbox; `emails` maps cast ids to addresses.

    The same person of two files has the same Miro account.
    """
    known = emails or {}
    return [
        Person(person_id(member.id, member.name), member.name, known.get(member.id, ""))
        for member in session_file.cast
    ]


def person_id(cast_id: str, name: str) -> str:
    """Return the Miro id of somebody of a cast: always the same number for id and name."""
    digest = hashlib.sha256(f"{cast_id} {name}".encode()).digest()
    return str(_FIRST_PERSON_ID + int.from_bytes(digest[:4], "big"))


def play(
    session_file: SessionFile, pretend: SandboxPeople, board: PlayedBoard, stage: PlayHooks
) -> dict[str, str]:
    """Play all events in their order and return the Miro item id of every note by its name.

    The cast is let into the room first. Raise BadInput, with nothing played, for a box that the
    board has not; what the sandbox or the stage raises passes through.
    """
    faults = list(_unknown_boxes(session_file, board))
    if faults:
        raise BadInput(
            f"The session file {session_file.name} does not fit this board, and nothing was "
            f"played. Build a board from the meeting design {session_file.template} and play it "
            f"there: {'; '.join(faults[:5])}."
        )
    pretend.seed(people_of(session_file))
    player = _Player(session_file, pretend, board, stage)
    for event in session_file.events:
        player.play(event)
    return {name: note.item_id for name, note in player.notes.items()}


def _unknown_boxes(session_file: SessionFile, board: PlayedBoard) -> Iterator[str]:
    for number, event in enumerate(session_file.events, start=1):
        if isinstance(event, Add | Move):
            zone = event.spot.zone
            if zone is not None and zone not in board.boxes:
                yield f"event {number}, zone: this board has no box {zone}"


@dataclass(slots=True)
class _Player:
    """One playing of a file; knows which item each note is by now."""

    session_file: SessionFile
    pretend: SandboxPeople
    board: PlayedBoard
    stage: PlayHooks
    notes: dict[str, PlayedNote] = field(default_factory=dict)

    def play(self, event: Event) -> None:
        match event:
            case Collect(label=label):
                self.stage.collect(label)
            case CloseSession(label=label):
                self.stage.close(label)
            case ReadBackEvent():
                self.stage.read_back(event, self.notes[event.from_note])
            case TakeBack(note=name):
                self.stage.take_back(self.notes[name])
            case Add():
                self._add(event)
            case _:
                self._change(event)

    def _add(self, event: Add) -> None:
        frame_id, place = self._place(event.spot)
        item_id = self.pretend.add_note(
            self.board.board_id,
            self._id_of(event.by),
            event.text,
            event.colour,
            frame_id,
            place.x,
            place.y,
        )
        self.notes[event.note] = PlayedNote(event.note, item_id, event.by)

    def _change(self, event: EditEvent | Move | Recolour | Delete | Tag) -> None:
        board_id, note = self.board.board_id, self.notes[event.note]
        person = self._id_of(event.by or note.by)
        match event:
            case EditEvent(text=text):
                self.pretend.edit_note(board_id, person, note.item_id, text)
            case Move(spot=spot):
                frame_id, place = self._place(spot)
                self.pretend.move_note(board_id, person, note.item_id, frame_id, place.x, place.y)
            case Recolour(colour=colour):
                self.pretend.recolour_note(board_id, person, note.item_id, colour)
            case Delete():
                self.pretend.delete_note(board_id, person, note.item_id)
            case Tag(tag=tag):
                self.pretend.tag_note(board_id, person, note.item_id, tag)

    def _place(self, spot: Spot) -> tuple[str | None, Point]:
        if spot.zone is None:
            around = self.board.around
            return None, Point(around.x + spot.x, around.y + spot.y)
        box = self.board.boxes[spot.zone]
        return box.frame_id, Point(box.note_area.x + spot.x, box.note_area.y + spot.y)

    def _id_of(self, cast_id: str) -> str:
        found = next(member for member in self.session_file.cast if member.id == cast_id)
        return person_id(found.id, found.name)

"""Groups that work in rooms of their own: some boxes are on the board once for each room.

There is one board. The box *3 · The story* is there as *3A · The story (room A)*, *3B · …* and so
on, each with its question and its label; the code of a note's box says its room. The frozen policy
of a session has a label for each of them, and so says which boxes are in rooms, and in how many.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from plugin.domain.labels import Label
from plugin.domain.templates import Step, Template, Zone, room_of
from plugin.errors import BadInput

LETTERS = "ABCDEF"
MOST_BOXES = 40  # on a board with rooms: each is a call, and people have to find their way
_NUMBERED = re.compile(r"Z[1-9]\d?")


@dataclass(frozen=True, slots=True)
class Rooms:
    """How many rooms a session has, and which boxes of its design each of them has."""

    number: int
    boxes: frozenset[str]

    @property
    def letters(self) -> str:
        """Return the names of the rooms."""
        return LETTERS[: self.number]


def may_be_in_rooms(template: Template) -> tuple[Zone, ...]:
    """Return the boxes that rooms can have: not those that every board has, or that show cards."""
    return tuple(
        zone
        for zone in template.zones
        if _NUMBERED.fullmatch(zone.code) and not (zone.takes_returns or zone.lays_out)
    )


def why_not(rooms: Rooms, template: Template) -> str | None:
    """Return why a session cannot be held in these rooms, in sentences; None if it can."""
    if not 1 <= rooms.number <= len(LETTERS):
        return f"There can be 1 to {len(LETTERS)} rooms. Nothing was stored."
    if not rooms.boxes or not rooms.boxes <= {zone.code for zone in may_be_in_rooms(template)}:
        return "Tick at least one box that each room has. Nothing was stored."
    boxes = len(template.zones) + (rooms.number - 1) * len(rooms.boxes)
    if boxes > MOST_BOXES:
        return (
            f"These rooms would make a board of {boxes} boxes, and {MOST_BOXES} are the most that "
            "people can find their way on. Nothing was stored. Take fewer rooms, or fewer boxes "
            "in each."
        )
    return None


def rooms_for(
    number: int | None, boxes: Collection[str] | None, template: Template
) -> Rooms | None:
    """Return the rooms that somebody asks for, None for one; raise BadInput for what cannot be.

    Where nobody was asked yet which `boxes` rooms have, they have all that they can.
    """
    if number == 1:
        return None
    may = frozenset(zone.code for zone in may_be_in_rooms(template))
    rooms = Rooms(number or 0, may if boxes is None else may.intersection(boxes))
    if said := why_not(rooms, template):
        raise BadInput(said)
    return rooms


def require_boxes_for_rooms(boxes: Collection[str], template: Template) -> None:
    """Return if rooms can have each of these boxes; raise BadInput, which names the others."""
    may = [zone.code for zone in may_be_in_rooms(template)]
    others = [code for code in boxes if code not in may]
    if others:
        raise BadInput(
            f"Rooms cannot have {', '.join(others)} in this design. Nothing was stored. They can "
            f"have {', '.join(may)}."
        )


def rooms_of(codes: Collection[str], then: Template, now: Template) -> Rooms | None:
    """Return the rooms that a session had, as a design has them now; None for one room.

    `codes` are those of its boxes, and `then` is the design by which it was held. A box that the
    design has no more, or that cannot be in rooms now, is left out.
    """
    found = {code.removesuffix(room): room for code in codes if (room := room_of(code))}
    keys = {zone.agreed_as for zone in then.zones if zone.code in found}
    number = len({room_of(code) for code in codes} - {""})
    boxes = frozenset(zone.code for zone in may_be_in_rooms(now) if zone.agreed_as in keys)
    rooms = Rooms(number, boxes)
    return None if number < 2 or why_not(rooms, now) else rooms


def labels_in_rooms(labels: Mapping[str, Label], rooms: Rooms | None) -> dict[str, Label]:
    """Return labels with one for each room in place of those of boxes that are in rooms."""
    if rooms is None:
        return dict(labels)
    return {
        each: label
        for code, label in labels.items()
        for each in (_codes(code, rooms.letters) if code in rooms.boxes else (code,))
    }


def in_rooms(template: Template, codes: Collection[str]) -> Template:
    """Return a design with its boxes once for each room, as the codes of a session's boxes say.

    Boxes that follow each other stay together, room by room, so that a room finds its own.
    """
    letters: dict[str, str] = {}
    for code in sorted(codes):
        if room := room_of(code):
            base = code.removesuffix(room)
            letters[base] = letters.get(base, "") + room
    if not letters:
        return template
    return replace(
        template,
        zones=tuple(_zones(template, letters)),
        steps=tuple(_step(step, letters) for step in template.steps),
    )


def _zones(template: Template, letters: Mapping[str, str]) -> Iterator[Zone]:
    for own, together in groupby(template.zones, key=lambda zone: letters.get(zone.code, "")):
        zones = tuple(together)
        if not own:
            yield from zones
        for letter in own:
            yield from (zone.in_room(letter) for zone in zones)


def _step(step: Step, letters: Mapping[str, str]) -> Step:
    zones = [each for code in step.zones for each in _codes(code, letters.get(code, ""))]
    return replace(step, zones=tuple(zones))


def _codes(code: str, letters: str) -> tuple[str, ...]:
    return tuple(f"{code}{letter}" for letter in letters) or (code,)


def in_own_room(codes: Sequence[str], written_in: Sequence[str]) -> tuple[str, ...]:
    """Return the boxes of a step that somebody writes in: those of their room, and everybody's.

    Their room is that of the box in which they wrote last; who wrote in none sees those of all.
    """
    rooms = [room for code in written_in if (room := room_of(code))]
    own = rooms[-1] if rooms else ""
    return tuple(each for each in codes if not own or room_of(each) in ("", own))

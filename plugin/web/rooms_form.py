"""The part of *New session* that asks how many groups work in rooms, and which boxes each has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from plugin.domain.rooms import Rooms, may_be_in_rooms, why_not
from plugin.domain.templates import Template
from plugin.errors import BadInput
from plugin.web.forms import number_of

_NUMBER, _BOXES, _ASKED = "rooms", "roomed", "rooms_asked"


def rooms_typed(typed: Mapping[str, Any], template: Template) -> Rooms | None:
    """Return the rooms that a form asks for, None for one; raise BadInput for what cannot be.

    Where nobody was asked yet which boxes rooms have, they have all that they can.
    """
    number = number_of(str(typed.get(_NUMBER, "") or "1"), 2)
    if number == 1:
        return None
    may = frozenset(zone.code for zone in may_be_in_rooms(template))
    boxes = may
    if isinstance(typed, MultiDict) and _ASKED in typed:
        boxes = may.intersection(typed.getlist(_BOXES))
    rooms = Rooms(number or 0, boxes)
    if said := why_not(rooms, template):
        raise BadInput(said)
    return rooms


def fields_of_rooms(rooms: Rooms | None) -> dict[str, Any]:
    """Return what a form says that asked for these rooms."""
    if rooms is None:
        return {}
    return {_NUMBER: str(rooms.number), _ASKED: "yes", _BOXES: sorted(rooms.boxes)}


def shown_rooms(typed: Mapping[str, Any]) -> str:
    """Write what was chosen of rooms, so that a changed choice shows the board again."""
    number = str(typed.get(_NUMBER, "") or "1")
    if number == "1" or not isinstance(typed, MultiDict):
        return ""
    return " ".join(("rooms", number, *sorted(typed.getlist(_BOXES))))

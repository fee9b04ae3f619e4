"""The part of *New session* that asks how many groups work in rooms, and which boxes each has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from plugin.domain.rooms import Rooms, rooms_for
from plugin.domain.templates import Template
from plugin.errors import BadInput
from plugin.web.forms import number_of

_NUMBER, _BOXES, _ASKED = "rooms", "roomed", "rooms_asked"


def rooms_typed(typed: Mapping[str, Any], template: Template) -> Rooms | None:
    """Return the rooms that a form asks for, None for one; raise BadInput for what cannot be."""
    number = number_of(str(typed.get(_NUMBER, "") or "1"), 2)
    boxes = None
    if isinstance(typed, MultiDict) and _ASKED in typed:
        boxes = typed.getlist(_BOXES)
    return rooms_for(number, boxes, template)


def rooms_carried(typed: Mapping[str, Any], template: Template) -> dict[str, Any]:
    """Return what an address says of rooms before the board was looked at; empty for one room."""
    try:
        return fields_of_rooms(rooms_typed(typed, template))
    except BadInput:
        return {}


def fields_of_rooms(rooms: Rooms | None) -> dict[str, Any]:
    """Return what a form says that asked for these rooms."""
    if rooms is None:
        return {}
    return {_NUMBER: str(rooms.number), _ASKED: "yes", _BOXES: sorted(rooms.boxes)}


def shown_rooms(rooms: Rooms | None) -> str:
    """Write which rooms a page showed, so that a changed choice shows the board again."""
    return "" if rooms is None else " ".join(("rooms", str(rooms.number), *sorted(rooms.boxes)))

"""The state of a row in Notion as its link keeps it: one JSON object that names what is known.

Its phase is a column of its own, so that links can be asked for by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from plugin.domain.row_states import Absence, Origin, Phase, Reading, RowState, Said, Sent


def as_stored(state: RowState) -> dict[str, Any]:
    """Return a state without its phase, as it is stored; what is not known is left out."""
    found = {
        "origin": None if state.origin is Origin.OURS else state.origin.value,
        "revision": state.revision,
        "sent": {"blocks": state.sent.blocks} if state.sent else None,
        "writing": state.writing,
        "callout": state.callout,
        "is_reordered": state.is_reordered,
        "read": _stored_reading(state.read) if state.read else None,
        "where": state.where.value if state.where else None,
        "added": [list(each) for each in state.added],
        "boxed": list(state.boxed),
        "said": [_stored_said(each) for each in state.said],
        "copies": list(state.copies),
    }
    return {name: value for name, value in found.items() if value not in (None, 0, "", [], False)}


def from_stored(phase: str, stored: Mapping[str, Any]) -> RowState:
    """Return the state that is stored; raise ValueError for what no row can be."""
    return RowState(
        phase=Phase(phase), **{name: _READ[name](value) for name, value in stored.items()}
    )


def _stored_reading(reading: Reading) -> dict[str, Any]:
    return {
        "minute": reading.minute.isoformat(),
        "at": reading.at.isoformat(),
        "callout": reading.callout,
    }


def _reading(stored: Mapping[str, Any]) -> Reading:
    minute, at = (datetime.fromisoformat(stored[name]) for name in ("minute", "at"))
    return Reading(minute, at, stored["callout"])


def _stored_said(said: Said) -> dict[str, Any]:
    at = said.at.isoformat() if said.at else None
    return {"who": said.who, "at": at, "text": said.text, "block_id": said.block_id}


def _said(stored: Mapping[str, Any]) -> Said:
    at = datetime.fromisoformat(stored["at"]) if stored["at"] else None
    return Said(stored["who"], at, stored["text"], stored["block_id"])


_READ: dict[str, Callable[[Any], Any]] = {
    "origin": Origin,
    "revision": int,
    "sent": lambda stored: Sent(stored["blocks"]),
    "writing": int,
    "callout": str,
    "is_reordered": bool,
    "read": _reading,
    "where": Absence,
    "added": lambda stored: tuple((kind, text) for kind, text in stored),
    "boxed": tuple,
    "said": lambda stored: tuple(_said(each) for each in stored),
    "copies": tuple,
}

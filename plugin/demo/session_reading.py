"""Reads a session file (JSON) and checks it whole before it is used.

A file that is not JSON or has another shape is refused with file, entry (*event 12, zone*) and
reason; a value is never repeated, for it may be somebody's words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from plugin.convene.agreements import read_setting
from plugin.demo.session_file import (
    Add,
    CastMember,
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
    event_note,
)
from plugin.demo.session_schema import EVENT_SCHEMAS, SessionFileSchema
from plugin.domain.agreements import Setting
from plugin.errors import BadInput

MOST_FAULTS_NAMED = 5
_REASONS = {
    "Missing data for required field.": "it is missing",
    "Unknown field.": "this key is not known here",
    "Field may not be null.": "it may not be null",
}


def read_session_file(path: str | Path) -> SessionFile:
    """Read and check a session file; raise BadInput with file, entry and reason."""
    source = Path(path)
    document = _parse(source)
    try:
        loaded = SessionFileSchema().load(document)
    except ValidationError as err:
        raise _refusal(source, list(_faults(err.messages_dict, ""))) from None
    events, faults = _events(loaded["events"])
    faults += list(_faults_of_story(events, {member["id"] for member in loaded["cast"]}))
    if faults:
        raise _refusal(source, faults)
    return SessionFile(
        name=source.stem,
        partnership=loaded["partnership"]["name"],
        parties=tuple(loaded["partnership"]["parties"]),
        community=loaded["community"]["name"],
        question=loaded["community"]["question"],
        template=loaded["template"],
        cast=tuple(CastMember(**member) for member in loaded["cast"]),
        events=tuple(event for _, event in events),
        expect=loaded["expect"],
    )


def _parse(source: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(source.read_text(encoding="utf-8-sig"))
    except OSError as err:
        raise _refusal(source, [f"the file cannot be read ({err.strerror})"]) from err
    except UnicodeDecodeError as err:
        raise _refusal(source, ["the file is not text in UTF-8"]) from err
    except json.JSONDecodeError as err:
        raise _refusal(source, [f"line {err.lineno}: this is not JSON ({err.msg})"]) from None
    except RecursionError:
        raise _refusal(source, ["the file is nested too deeply"]) from None
    if not isinstance(document, dict):
        raise _refusal(source, ["the file must hold one JSON object"])
    return document


def _refusal(source: Path, faults: list[str]) -> BadInput:
    named = "; ".join(faults[:MOST_FAULTS_NAMED])
    more = len(faults) - MOST_FAULTS_NAMED
    rest = f"; and {more} more" if more > 0 else ""
    return BadInput(
        f"The session file {source.name} was refused, and nothing was played. "
        f"Put this right and try again: {named}{rest}."
    )


def _events(rows: list[object]) -> tuple[list[tuple[int, Event]], list[str]]:
    events: list[tuple[int, Event]] = []
    faults: list[str] = []
    for number, row in enumerate(rows, start=1):
        try:
            events.append((number, _event(row)))
        except ValidationError as err:
            faults += _faults(err.messages_dict, f"event {number}")
    return events, faults


def _event(row: object) -> Event:
    if not isinstance(row, dict):
        raise ValidationError({"_schema": ["it must be an object"]})
    schema = EVENT_SCHEMAS.get(str(row.get("do")))
    if schema is None:
        raise ValidationError({"do": [f"must be one of: {', '.join(EVENT_SCHEMAS)}"]})
    return _made(str(row["do"]), schema.load(row))


def _made(do: str, given: dict[str, Any]) -> Event:
    """Turn checked fields into the event; a place becomes a `Spot`, a setting a `Setting`."""
    known = {name: value for name, value in given.items() if name not in ("do", "letter")}
    if "x" in known:
        known["spot"] = Spot(known.pop("zone"), known.pop("x"), known.pop("y"))
    if do == "read_back":
        known["setting"] = _setting(known["setting"])
    return _EVENTS[do](**known)


_EVENTS: Mapping[str, Callable[..., Event]] = {
    "add": Add,
    "edit": EditEvent,
    "move": Move,
    "recolour": Recolour,
    "delete": Delete,
    "tag": Tag,
    "take_back": TakeBack,
    "capture": Collect,
    "close": CloseSession,
    "read_back": ReadBackEvent,
}


def _setting(given: Mapping[str, object]) -> Setting:
    try:
        return read_setting(given)
    except BadInput as err:
        raise ValidationError({"setting": ["it cannot be read"]}) from err


def _faults(messages: Any, entry: str) -> Iterator[str]:
    """List the messages of marshmallow as *event 12, zone: reason*."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _faults(inner, entry if key == "_schema" else _below(entry, key))
        return
    for message in messages:
        reason = _REASONS.get(message) or message[:1].lower() + message[1:].rstrip(".")
        yield f"{entry or 'the file'}: {reason}"


def _below(entry: str, key: object) -> str:
    part = f"number {key + 1}" if isinstance(key, int) else str(key)[:40]
    return f"{entry}, {part}" if entry else part


def _faults_of_story(events: list[tuple[int, Event]], cast: set[str]) -> Iterator[str]:
    """Find what no session can be: unknown people, notes that are not there, time running back."""
    on_board: set[str] = set()
    seen: set[str] = set()
    before = 0
    for number, event in events:
        entry = f"event {number}"
        if event.t < before:
            yield f"{entry}, t: it is earlier than the event before"
        before = max(before, event.t)
        by = getattr(event, "by", None)
        if by is not None and by not in cast:
            yield f"{entry}, by: nobody of the cast has this id"
        if isinstance(event, Add):
            if event.note in seen:
                yield f"{entry}, note: there is a note of this name already"
            on_board.add(event.note)
            seen.add(event.note)
        elif isinstance(event, ReadBackEvent | TakeBack):
            if event_note(event) not in seen:
                name = "from_note" if isinstance(event, ReadBackEvent) else "note"
                yield f"{entry}, {name}: no such note was put on the board before"
        elif not isinstance(event, Collect | CloseSession) and event.note not in on_board:
            yield f"{entry}, note: no such note is on the board at that time"
        if isinstance(event, Delete):
            on_board.discard(event.note)

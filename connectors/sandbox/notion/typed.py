"""From what a person types into a field to the value that a property keeps."""

from datetime import datetime
from typing import Any

from connectors.sandbox.notion.carried import file_at
from connectors.sandbox.notion.nouns import Property
from connectors.sandbox.notion.options import find_option, new_option
from connectors.sandbox.notion.rich_text import from_plain
from connectors.sandbox.notion.state import NotionState

YES, NO = "yes", "no"


def read_typed(state: NotionState, prop: Property, text: str) -> Any:
    """Read a typed text; raise `ValueError` with what the property takes."""
    if prop.type in ("title", "rich_text"):
        return from_plain(text)
    if prop.type == "checkbox":
        return _flag(text.strip())
    if prop.type == "multi_select":
        names = dict.fromkeys(part.strip() for part in text.split(","))
        return [_option(state, prop, name) for name in names if name]
    text = text.strip()
    if not text:
        return None
    if prop.type == "number":
        return _number(text)
    if prop.type == "date":
        start, _, end = text.partition(" – ")
        return {"start": _time(start), "end": _time(end) if end else None, "time_zone": None}
    if prop.type == "files":
        return [file_at(part.strip()) for part in text.split(",") if part.strip()]
    if prop.type in ("select", "status"):
        return _option(state, prop, text)
    return text


def _flag(text: str) -> bool:
    if text.casefold() not in (YES, NO):
        raise ValueError("yes or no")
    return text.casefold() == YES


def _number(text: str) -> float | int:
    try:
        return int(text) if text.lstrip("-").isdecimal() else float(text)
    except ValueError:
        raise ValueError("a number, such as 12 or 4.5") from None


def _time(text: str) -> str:
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("a day, such as 2026-12-03") from None
    if len(text) == len("2026-12-03"):
        return text
    return moment.replace(second=0, microsecond=0).isoformat(timespec="milliseconds")


def _option(state: NotionState, prop: Property, name: str) -> str:
    found = find_option(prop.config["options"], {"name": name})
    if found is None:
        if prop.type == "status":
            raise ValueError("one of " + ", ".join(one["name"] for one in prop.config["options"]))
        if "," in name:
            raise ValueError("a name without a comma")
        found = new_option(state, name)
        prop.config["options"].append(found)
    return str(found["id"])

"""From what a person types into a field to the value that a property keeps.

Each function is handed the typed text and raises `ValueError` with what the property takes.
"""

from datetime import datetime
from typing import Any

from connectors.sandbox.notion.models import Property
from connectors.sandbox.notion.options import find_option, names_of_options, new_option
from connectors.sandbox.notion.rich_text import from_plain
from connectors.sandbox.notion.state import NotionState

YES, NO = "yes", "no"


def rich_text(state: NotionState, prop: Property, text: str) -> Any:
    """Keep a text as it is."""
    return from_plain(text)


def line(state: NotionState, prop: Property, text: str) -> str | None:
    """Keep a text without the blanks around it."""
    return text.strip() or None


def flag(state: NotionState, prop: Property, text: str) -> bool:
    """Read yes or no."""
    if text.strip().casefold() not in (YES, NO):
        raise ValueError("yes or no")
    return text.strip().casefold() == YES


def number(state: NotionState, prop: Property, text: str) -> float | int | None:
    """Read a number."""
    text = text.strip()
    try:
        return (int(text) if text.lstrip("-").isdecimal() else float(text)) if text else None
    except ValueError:
        raise ValueError("a number, such as 12 or 4.5") from None


def date(state: NotionState, prop: Property, text: str) -> dict[str, Any] | None:
    """Read a day or a time, or two of them."""
    if not text.strip():
        return None
    start, _, end = text.strip().partition(" – ")
    return {"start": _time(start), "end": _time(end) if end else None, "time_zone": None}


def option(state: NotionState, prop: Property, text: str) -> str | None:
    """Find an option by its name, or make it."""
    name = text.strip()
    if not name:
        return None
    if "," in name and find_option(prop.config["options"], {"name": name}) is None:
        raise ValueError("a name without a comma")
    return _option(state, prop, name)


def option_list(state: NotionState, prop: Property, text: str) -> list[str]:
    """Find options by their names with commas between, or make them."""
    names = dict.fromkeys(part.strip() for part in text.split(","))
    return [_option(state, prop, name) for name in names if name]


def status(state: NotionState, prop: Property, text: str) -> str | None:
    """Find an option of a status by its name."""
    name = text.strip()
    if name and find_option(prop.config["options"], {"name": name}) is None:
        raise ValueError("one of " + ", ".join(names_of_options(prop)))
    return _option(state, prop, name) if name else None


def files(state: NotionState, prop: Property, text: str) -> list[dict[str, Any]] | None:
    """Attach files elsewhere by their addresses with commas between."""
    urls = [part.strip() for part in text.split(",") if part.strip()]
    return [_file_at(url) for url in urls] if text.strip() else None


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
        found = new_option(state, name)
        prop.config["options"].append(found)
    return str(found["id"])


def _file_at(url: str) -> dict[str, Any]:
    return {"name": url.rpartition("/")[2] or url, "type": "external", "external": {"url": url}}

"""Small readings of request values, each refusing in Notion's words what Notion refuses."""

import re
from collections.abc import Collection
from typing import Any

from connectors.sandbox.notion.errors import ABSENT, failed, too_long

# Notion takes the nil UUID for an id that nothing has; other digits must name version and variant.
_UUID = re.compile(r"[0-9a-f]{12}[1-8][0-9a-f]{3}[89ab][0-9a-f]{15}|0{32}")
URL_MOST = 2000


def utf16_length(text: str) -> int:
    """Count as Notion counts: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def dashed(value: str) -> str | None:
    """Return a well-formed id with its dashes, or None."""
    flat = value.replace("-", "").lower()
    if not _UUID.fullmatch(flat):
        return None
    return f"{flat[:8]}-{flat[8:12]}-{flat[12:16]}-{flat[16:20]}-{flat[20:]}"


def read_id(value: Any, path: str) -> str:
    """Read an id with or without dashes."""
    found = dashed(value) if isinstance(value, str) else None
    if found is None:
        raise failed(path, "a valid uuid", value)
    return found


def read_ids(value: Any, path: str) -> list[str]:
    """Read an array of objects that name ids."""
    return [
        read_id(read_object(one, f"{path}[{i}]").get("id", ABSENT), f"{path}[{i}].id")
        for i, one in enumerate(read_array(value, path))
    ]


def read_object(value: Any, path: str) -> dict[str, Any]:
    """Read a JSON object."""
    if not isinstance(value, dict):
        raise failed(path, "defined" if value is ABSENT else "an object", value)
    return value


def read_array(value: Any, path: str, limit: int = 100) -> list[Any]:
    """Read a JSON array within its limit."""
    if not isinstance(value, list):
        raise failed(path, "defined" if value is ABSENT else "an array", value)
    if len(value) > limit:
        raise too_long(path, limit, len(value))
    return value


def read_text(value: Any, path: str, limit: int, *, least: int = 0) -> str:
    """Read a string of at least and at most so many UTF-16 units."""
    if not isinstance(value, str):
        raise failed(path, "defined" if value is ABSENT else "a string", value)
    length = utf16_length(value)
    if length > limit:
        raise too_long(path, limit, length)
    if length < least:
        raise failed(f"{path}.length", f"≥ `{least}`", length)
    return value


def read_url(value: Any, path: str) -> str:
    """Read an address of at most 2000 units."""
    return read_text(value, path, URL_MOST)


def read_flag(value: Any, path: str) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise failed(path, "a boolean", value)
    return value


def read_choice(value: Any, path: str, choices: Collection[str]) -> str:
    """Read one of a few words."""
    if not isinstance(value, str) or value not in choices:
        raise failed(path, "one of " + ", ".join(f'`"{c}"`' for c in choices), value)
    return value


def refuse_strays(given: dict[str, Any], path: str, known: Collection[str]) -> None:
    """Refuse the first key that Notion does not take here."""
    for key, value in given.items():
        if key not in known:
            raise failed(f"{path}.{key}", "not present", value)

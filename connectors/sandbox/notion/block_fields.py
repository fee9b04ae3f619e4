"""What each type of block says: the fields that a request may send, and how each is read.

A field whose reader returns ABSENT is left out of what is kept.
"""

from collections.abc import Callable
from typing import Any

from connectors.sandbox.notion.checks import (
    read_array,
    read_choice,
    read_flag,
    read_id,
    read_object,
    read_text,
    read_url,
)
from connectors.sandbox.notion.errors import ABSENT, failed, not_built
from connectors.sandbox.notion.icons import read_icon
from connectors.sandbox.notion.languages import LANGUAGES
from connectors.sandbox.notion.rich_text import COLORS, EQUATION_MOST, read_rich_text


def _read_color(value: Any, path: str) -> str:
    return "default" if value is ABSENT else read_choice(value, path, COLORS)


def _read_optional_text(value: Any, path: str) -> list[Any]:
    return [] if value is ABSENT else read_rich_text(value, path)


def _read_optional_flag(value: Any, path: str) -> bool:
    return False if value is ABSENT else read_flag(value, path)


def _read_language(value: Any, path: str) -> str:
    return "plain text" if value is ABSENT else read_choice(value, path, LANGUAGES)


def _read_callout_icon(value: Any, path: str) -> dict[str, Any]:
    return {"type": "emoji", "emoji": "💡"} if value is ABSENT else read_icon(value, path)


def _read_paragraph_icon(value: Any, path: str) -> dict[str, Any] | None:
    return None if value is ABSENT else read_icon(value, path)


def _read_expression(value: Any, path: str) -> str:
    return read_text(value, path, EQUATION_MOST)


def _read_cells(value: Any, path: str) -> list[Any]:
    return [read_rich_text(one, f"{path}[{i}]") for i, one in enumerate(read_array(value, path))]


def _read_width(value: Any, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise failed(path, "≥ `1`", value)
    return value


def _read_link_type(value: Any, path: str) -> str:
    return "page_id" if value is ABSENT else read_choice(value, path, ("page_id",))


def _read_file_type(value: Any, path: str) -> str:
    if value == "file_upload":
        raise not_built("uploaded files in blocks")
    return "external" if value is ABSENT else read_choice(value, path, ("external",))


def _read_file_name(value: Any, path: str) -> str:
    return "Untitled" if value is ABSENT else read_text(value, path, 900)


def _read_external(value: Any, path: str) -> dict[str, str]:
    return {"url": read_url(read_object(value, path).get("url", ABSENT), f"{path}.url")}


def _read_ratio(value: Any, path: str) -> Any:
    if value is ABSENT:
        return ABSENT
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise failed(path, "a number from `0` to `1`", value)
    return value


def _read_original(value: Any, path: str) -> dict[str, str] | None:
    """Read which block a synced block copies; null makes an original."""
    if value is None:
        return None
    given = read_object(value, path)
    original_id = read_id(given.get("block_id", ABSENT), f"{path}.block_id")
    return {"type": "block_id", "block_id": original_id}


Reader = Callable[[Any, str], Any]
_FILES = ("image", "video", "pdf", "audio", "file")
_FILE: dict[str, Reader] = {
    "type": _read_file_type,
    "external": _read_external,
    "caption": _read_optional_text,
}
_TEXT: dict[str, Reader] = {"rich_text": read_rich_text, "color": _read_color}
_HEADING: dict[str, Reader] = {**_TEXT, "is_toggleable": _read_optional_flag}
_ADDRESS: dict[str, Reader] = {"caption": _read_optional_text, "url": read_url}
FIELDS: dict[str, dict[str, Reader]] = {
    "paragraph": {**_TEXT, "icon": _read_paragraph_icon},
    "heading_1": _HEADING,
    "heading_2": _HEADING,
    "heading_3": _HEADING,
    "heading_4": _HEADING,
    "bulleted_list_item": _TEXT,
    "numbered_list_item": _TEXT,
    "to_do": {**_TEXT, "checked": _read_optional_flag},
    "toggle": _TEXT,
    "quote": _TEXT,
    "callout": {**_TEXT, "icon": _read_callout_icon},
    "code": {
        "rich_text": read_rich_text,
        "caption": _read_optional_text,
        "language": _read_language,
    },
    "equation": {"expression": _read_expression},
    "divider": {},
    "breadcrumb": {},
    "table_of_contents": {"color": _read_color},
    "bookmark": _ADDRESS,
    "embed": _ADDRESS,
    "link_to_page": {"type": _read_link_type, "page_id": read_id},
    "table": {
        "table_width": _read_width,
        "has_column_header": _read_optional_flag,
        "has_row_header": _read_optional_flag,
    },
    "table_row": {"cells": _read_cells},
    **dict.fromkeys(_FILES, _FILE),
    "file": {**_FILE, "name": _read_file_name},
    "column_list": {},
    "column": {"width_ratio": _read_ratio},
    "synced_block": {"synced_from": _read_original},
    "template": {"rich_text": read_rich_text},
}
NESTABLE = frozenset(
    kind for kind, readers in FIELDS.items() if "rich_text" in readers and kind != "code"
) | {"table", "column_list", "column", "synced_block"}
# Fields and types that the vendor knows and the sandbox does not.
FIELDS_NOT_BUILT = {
    "link_to_page": ("database_id", "comment_id"),
    **dict.fromkeys(_FILES, ("file_upload",)),
}
NOT_BUILT = frozenset({"tab", "meeting_notes", "link_preview"})
APP_ONLY = frozenset({"template"})
"""What people make in the app, and the API no longer."""

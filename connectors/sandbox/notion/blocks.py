"""Blocks: what a request may say about each type, and what of it is kept.

Rule: read shapes are not write shapes; what Notion refuses on write (a paragraph's null icon, a
stray is_archived) is refused here too (facts/notion.md 3.6).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from connectors.sandbox.notion.checks import (
    read_array,
    read_choice,
    read_flag,
    read_id,
    read_object,
    read_text,
    read_url,
    refuse_strays,
)
from connectors.sandbox.notion.errors import ABSENT, failed, invalid, not_built
from connectors.sandbox.notion.languages import LANGUAGES
from connectors.sandbox.notion.rich_text import COLORS, EQUATION_MOST, read_rich_text

NESTING_MOST = 2
BLOCKS_MOST = 1000
ICON_COLORS = (
    "gray", "lightgray", "brown", "yellow", "orange", "green", "blue", "purple", "pink", "red",
)  # fmt: skip
_BUILT_IN = re.compile(
    r"https://(?:www\.)?notion\.so/icons/(?P<name>[\w-]+)_(?P<color>[a-z]+)\.svg"
)


@dataclass(frozen=True, slots=True)
class NewBlock:
    """A block that was read from a request, with its children."""

    type: str
    content: dict[str, Any]
    children: list["NewBlock"] = field(default_factory=list)


def _read_color(value: Any, path: str) -> str:
    return "default" if value is ABSENT else read_choice(value, path, COLORS)


def _read_optional_text(value: Any, path: str) -> list[Any]:
    return [] if value is ABSENT else read_rich_text(value, path)


def _read_optional_flag(value: Any, path: str) -> bool:
    return False if value is ABSENT else read_flag(value, path)


def _read_language(value: Any, path: str) -> str:
    return "plain text" if value is ABSENT else read_choice(value, path, LANGUAGES)


def read_icon(value: Any, path: str) -> dict[str, Any]:
    """Read an emoji or the address of a picture."""
    icon = read_object(value, path)
    if "emoji" in icon:
        return {"type": "emoji", "emoji": read_text(icon["emoji"], f"{path}.emoji", 100, least=1)}
    if "external" in icon:
        return _as_built_in(read_picture(icon, path))
    if "icon" in icon:
        return _read_built_in(read_object(icon["icon"], f"{path}.icon"), f"{path}.icon")
    raise not_built("icons that were uploaded, and custom emojis")


def _as_built_in(picture: dict[str, Any]) -> dict[str, Any]:
    """Show a picture out of Notion's own icons as the icon that it is."""
    found = _BUILT_IN.fullmatch(picture["external"]["url"])
    if found is None or found["color"] not in ICON_COLORS:
        return picture
    return {"type": "icon", "icon": {"name": found["name"], "color": found["color"]}}


def _read_built_in(given: dict[str, Any], path: str) -> dict[str, Any]:
    refuse_strays(given, path, ("name", "color"))
    name = read_text(given.get("name", ABSENT), f"{path}.name", 100, least=1)
    color = read_choice(given.get("color", "gray"), f"{path}.color", ICON_COLORS)
    return {"type": "icon", "icon": {"name": name, "color": color}}


def read_looks(
    given: dict[str, Any], icon: dict[str, Any] | None, cover: dict[str, Any] | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Read icon and cover of a body where it names them; null takes them away."""
    if "icon" in given:
        icon = None if given["icon"] is None else read_icon(given["icon"], "body.icon")
    if "cover" in given:
        cover = None if given["cover"] is None else read_picture(given["cover"], "body.cover")
    return icon, cover


def read_picture(value: Any, path: str) -> dict[str, Any]:
    """Read the address of a picture elsewhere."""
    external = read_object(read_object(value, path).get("external", ABSENT), f"{path}.external")
    url = read_url(external.get("url", ABSENT), f"{path}.external.url")
    return {"type": "external", "external": {"url": url}}


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


Reader = Callable[[Any, str], Any]
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
}
NESTABLE = frozenset(
    kind for kind, readers in FIELDS.items() if "rich_text" in readers and kind != "code"
) | {"table"}
_NOT_BUILT = frozenset(
    [
        "image",
        "video",
        "pdf",
        "file",
        "audio",
        "column_list",
        "column",
        "synced_block",
        "template",
        "tab",
        "meeting_notes",
        "link_preview",
    ]
)
# Fields of built types that the vendor knows and the sandbox does not.
_FIELDS_NOT_BUILT = {"link_to_page": ("database_id", "comment_id")}
_AROUND = ("object", "type")


def read_blocks(value: Any, path: str) -> list[NewBlock]:
    """Read the blocks of one request: at most 100 side by side, 1000 in all, nested twice."""
    blocks = _read_level(value, path, NESTING_MOST)
    count = count_blocks(blocks)
    if count > BLOCKS_MOST:
        raise failed(f"{path} (block elements, nested ones included)", f"≤ `{BLOCKS_MOST}`", count)
    return blocks


def patch_content(kind: str, content: dict[str, Any], given: Any, path: str) -> dict[str, Any]:
    """Return a block's content with the named fields replaced whole."""
    changes = read_object(given, path)
    readers = FIELDS[kind]
    refuse_strays(changes, path, tuple(readers))
    return {**content, **{k: readers[k](v, f"{path}.{k}") for k, v in changes.items()}}


def type_of_block(given: dict[str, Any], path: str) -> str:
    """Find the one type that a request's block names."""
    for kind in given:
        if kind in FIELDS:
            return kind
        if kind in _NOT_BUILT:
            raise not_built(f"blocks of type {kind}")
    named = given.get("type", ABSENT)
    if isinstance(named, str) and (named in FIELDS or named in _NOT_BUILT):
        raise failed(f"{path}.{named}", "defined")
    raise failed(f"{path}.type", "a block type", named)


def _read_level(value: Any, path: str, deeper: int) -> list[NewBlock]:
    return [
        _read_block(one, f"{path}[{i}]", deeper) for i, one in enumerate(read_array(value, path))
    ]


def _read_block(value: Any, path: str, deeper: int) -> NewBlock:
    given = read_object(value, path)
    if given.get("children") == []:  # beside the type, where they do not belong: ignored
        given = {key: one for key, one in given.items() if key != "children"}
    kind = type_of_block(given, path)
    if given.get("type", kind) != kind:
        raise failed(f"{path}.{given['type']}", "defined")
    refuse_strays(given, path, (*_AROUND, kind))
    where = f"{path}.{kind}"
    content = dict(read_object(given[kind], where))
    for name in _FIELDS_NOT_BUILT.get(kind, ()):
        if name in content:
            raise not_built(f"{name} in blocks of type {kind}")
    nested = content.pop("children", None)
    children = _read_children(kind, nested, f"{where}.children", deeper)
    readers = FIELDS[kind]
    refuse_strays(content, where, tuple(readers))
    kept = {
        name: read(content.get(name, ABSENT), f"{where}.{name}") for name, read in readers.items()
    }
    if kind == "table":
        _check_rows(kept, children, where)
    return NewBlock(kind, kept, children)


def _check_rows(table: dict[str, Any], rows: list[NewBlock], path: str) -> None:
    if not rows:
        raise failed(f"{path}.children.length", "≥ `1`", 0)
    for row in rows:
        check_row(table["table_width"], row)


def check_row(width: int, row: NewBlock) -> None:
    """Refuse a row that does not have as many cells as its table is wide."""
    if row.type == "table_row" and len(row.content["cells"]) != width:
        raise invalid(
            "Content creation Failed. Fix the following: \nNumber of cells in table row must match "
            "the table width of the parent table"
        )


def _read_children(kind: str, nested: Any, path: str, deeper: int) -> list[NewBlock]:
    if not nested and (nested is None or deeper):
        return []
    if not deeper or kind not in NESTABLE:
        raise failed(path, "not present", nested)
    return _read_level(nested, path, deeper - 1)


def count_blocks(blocks: list[NewBlock]) -> int:
    """Count blocks with everything that is nested in them."""
    return sum(1 + count_blocks(block.children) for block in blocks)


def may_nest(kind: str, content: dict[str, Any]) -> bool:
    """Say whether a kept block may be given children."""
    if kind.startswith("heading_"):
        return bool(content.get("is_toggleable"))
    return kind in NESTABLE


def refuse_nesting(kind: str) -> Exception:
    """Make the refusal for a block that takes no children."""
    return invalid(f"Block type {kind} does not support children.")

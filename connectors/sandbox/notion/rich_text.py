"""Rich text as Notion keeps it: pieces of one style merged, what is too long refused.

Merging is the trap: 2000 + 1 characters written as two pieces are read back as one piece of 2001
(docs/notion.md#writing-blocks), so what was read may be too long to write.
"""

import re
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
    utf16_length,
)
from connectors.sandbox.notion.errors import ABSENT, invalid, not_built

Segment = dict[str, Any]

TEXT_MOST = 2000
EQUATION_MOST = 1000
UNTITLED = "Untitled"  # what a mention says of a page that it may not show
_HUES = ("gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red")
COLORS = ("default", *_HUES, "default_background", *(f"{hue}_background" for hue in _HUES))
_STYLES = ("bold", "italic", "strikethrough", "underline", "code")
# Relative ones, other schemes and empty ones are refused.
_ADDRESS = re.compile(r"(?:https?://[^\s/?#]|mailto:|tel:)\S*", re.IGNORECASE)
# Notion takes back what it gave: plain_text and href are read over.
_KNOWN = ("type", "text", "equation", "mention", "annotations", "plain_text", "href")


def read_rich_text(value: Any, path: str) -> list[Segment]:
    """Read a request's array of pieces into the kept form."""
    pieces = read_array(value, path)
    return merged([_read_piece(piece, f"{path}[{i}]") for i, piece in enumerate(pieces)])


def from_plain(text: str) -> list[Segment]:
    """Keep a text that a person typed; no limit holds in the app itself."""
    return merged([_piece(text, None, _plain_style())])


def plain(segments: list[Segment]) -> str:
    """Join the pieces to the text that a person reads."""
    return "".join(segment["plain_text"] for segment in segments)


def merged(segments: list[Segment]) -> list[Segment]:
    """Join neighbours of the same style and drop empty ones."""
    kept: list[Segment] = []
    for segment in segments:
        if not segment["plain_text"]:
            continue
        if kept and _joins(kept[-1], segment):
            text = kept[-1]["plain_text"] + segment["plain_text"]
            kept[-1] = _piece(text, segment["text"]["link"], segment["annotations"])
        else:
            kept.append(segment)
    return kept


def longest(segments: list[Segment]) -> int:
    """Return the length of the longest piece in UTF-16 units."""
    return max((utf16_length(segment["plain_text"]) for segment in segments), default=0)


def _read_piece(value: Any, path: str) -> Segment:
    piece = read_object(value, path)
    refuse_strays(piece, path, _KNOWN)
    style = _read_style(piece.get("annotations", {}), f"{path}.annotations")
    if "mention" in piece:
        return _mention(read_object(piece["mention"], f"{path}.mention"), path, style)
    if "equation" in piece:
        given = read_object(piece["equation"], f"{path}.equation")
        expression = given.get("expression", ABSENT)
        return _equation(read_text(expression, f"{path}.equation.expression", EQUATION_MOST), style)
    text = read_object(piece.get("text", ABSENT), f"{path}.text")
    refuse_strays(text, f"{path}.text", ("content", "link"))
    content = read_text(text.get("content", ABSENT), f"{path}.text.content", TEXT_MOST)
    return _piece(content, _read_link(text.get("link"), f"{path}.text.link"), style)


def _read_link(value: Any, path: str) -> dict[str, str] | None:
    if value is None:
        return None
    link = read_object(value, path)
    url = read_url(link.get("url", ABSENT), f"{path}.url")
    if not _ADDRESS.fullmatch(url):
        raise invalid("Content creation Failed. Fix the following: \nInvalid URL for link.")
    return {"url": url}


def _read_style(value: Any, path: str) -> dict[str, Any]:
    given = read_object(value, path)
    refuse_strays(given, path, (*_STYLES, "color"))
    style: dict[str, Any] = {
        name: read_flag(given.get(name, False), f"{path}.{name}") for name in _STYLES
    }
    style["color"] = read_choice(given.get("color", "default"), f"{path}.color", COLORS)
    return style


def _plain_style() -> dict[str, Any]:
    return {**dict.fromkeys(_STYLES, False), "color": "default"}


def _piece(content: str, link: dict[str, str] | None, style: dict[str, Any]) -> Segment:
    return {
        "type": "text",
        "text": {"content": content, "link": link},
        "annotations": style,
        "plain_text": content,
        "href": link["url"] if link else None,
    }


def _mention(given: dict[str, Any], path: str, style: dict[str, Any]) -> Segment:
    """Keep a mention of a page; what it is called is looked up when it is shown."""
    if "page" not in given:
        raise not_built("mentions of anything but pages")
    page = read_object(given["page"], f"{path}.mention.page")
    page_id = read_id(page.get("id", ABSENT), f"{path}.mention.page.id")
    return {
        "type": "mention",
        "mention": {"type": "page", "page": {"id": page_id}},
        "annotations": style,
        "plain_text": UNTITLED,
        "href": f"https://www.notion.so/{page_id.replace('-', '')}",
    }


def _equation(expression: str, style: dict[str, Any]) -> Segment:
    return {
        "type": "equation",
        "equation": {"expression": expression},
        "annotations": style,
        "plain_text": expression,
        "href": None,
    }


def _joins(left: Segment, right: Segment) -> bool:
    if not left["type"] == right["type"] == "text":
        return False
    return bool(
        left["text"]["link"] == right["text"]["link"]
        and left["annotations"] == right["annotations"]
    )

"""Notion's answers as the recordings have them, reduced to what a test varies."""

from typing import Any

BOT = "00000000-0000-4000-8000-0000000000f1"
SOURCE = "8b12b4c6-6b39-4e47-a2af-fdfdd0a63c7a"
MINUTE = "2026-06-27T16:55:00.000Z"

JSON = dict[str, Any]


def rich(*pieces: str) -> list[JSON]:
    """Return a rich text array of plain pieces."""
    plain = {"bold": False, "italic": False, "code": False, "color": "default"}
    return [
        {
            "type": "text",
            "text": {"content": piece, "link": None},
            "annotations": plain,
            "plain_text": piece,
            "href": None,
        }
        for piece in pieces
    ]


def page(page_id: str = "p-1", properties: JSON | None = None, **more: Any) -> JSON:
    """Return a row of a data source."""
    title = {"Name": {"id": "title", "type": "title", "title": rich("The door")}}
    return {
        "object": "page",
        "id": page_id,
        "created_time": MINUTE,
        "last_edited_time": MINUTE,
        "created_by": {"object": "user", "id": BOT},
        "last_edited_by": {"object": "user", "id": BOT},
        "parent": {"type": "data_source_id", "data_source_id": SOURCE, "database_id": "d-1"},
        "in_trash": False,
        "is_archived": False,
        "properties": title if properties is None else properties,
        "url": "https://app.notion.com/p/p1",
        **more,
    }


def block(block_id: str, text: str = "", kind: str = "paragraph", **more: Any) -> JSON:
    """Return a block of words."""
    return {
        "object": "block",
        "id": block_id,
        "parent": {"type": "page_id", "page_id": "p-1"},
        "created_time": MINUTE,
        "last_edited_time": MINUTE,
        "last_edited_by": {"object": "user", "id": BOT},
        "has_children": False,
        "in_trash": False,
        "type": kind,
        kind: {"rich_text": rich(text) if text else [], "color": "default"},
        **more,
    }


def listed(rows: list[JSON], next_cursor: str | None = None, **more: Any) -> JSON:
    """Return the envelope of a list."""
    return {
        "object": "list",
        "results": rows,
        "next_cursor": next_cursor,
        "has_more": next_cursor is not None,
        "request_id": "r-1",
        **more,
    }


def error(status: int, code: str, **additional: Any) -> JSON:
    """Return an error body."""
    body = {"object": "error", "status": status, "code": code, "message": "…", "request_id": "r-9"}
    return {**body, "additional_data": additional} if additional else body

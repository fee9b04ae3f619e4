"""Miro's answers in the shapes that were seen: both dialects, odd spellings.

See docs/miro.md#calls-in-general.
"""

from typing import Any

JSON = dict[str, Any]
BOARD = "uXjVOD6LSME="


def sticky(item_id: str, content: str, **more: Any) -> JSON:
    """Return a sticky note in a frame, with the self link that Miro really sends (http)."""
    return {
        "id": item_id,
        "type": "sticky_note",
        "data": {"content": content, "shape": "square"},
        "style": {"fillColor": "light_yellow", "textAlign": "center"},
        "geometry": {"width": 199, "height": 228},
        "position": {"x": 300.5, "y": 200, "origin": "center", "relativeTo": "parent_top_left"},
        "parent": {"id": "3458764576264207700", "links": {"self": "http://api.miro.com/v2/x"}},
        "createdAt": "2026-11-18T09:12:44Z",
        "createdBy": {"id": "3458764500000000001", "type": "user"},
        "modifiedAt": "2026-11-18T09:12:44.123Z",
        "modifiedBy": {"id": "3458764500000000001", "type": "user"},
        "links": {"self": "http://api.miro.com/v2/boards/uXjVOD6LSME%3D/items/1"},
        **more,
    }


def frame(item_id: str, title: str) -> JSON:
    """Return a frame."""
    return {
        "id": item_id,
        "type": "frame",
        "data": {"title": title, "format": "custom", "type": "freeform"},
        "style": {"fillColor": "#ffffffff"},
        "geometry": {"width": 1600.0, "height": 1800.0},
        "position": {"x": 0, "y": 0, "origin": "center", "relativeTo": "canvas_center"},
    }


def cursor_list(rows: list[JSON], cursor: str | None = None) -> JSON:
    """Return the envelope of an item list; the cursor is missing on the last page."""
    envelope: JSON = {
        "data": rows,
        "total": len(rows),
        "size": len(rows),
        "limit": 50,
        "links": {"self": "http://api.miro.com/v2/boards/uXjVOD6LSME%3D/items"},
        "type": "cursor-list",
    }
    return envelope if cursor is None else {**envelope, "cursor": cursor}


def offset_list(rows: list[JSON], total: int, offset: int = 0) -> JSON:
    """Return the envelope of a list that is paged by offset."""
    return {"data": rows, "total": total, "size": len(rows), "offset": offset, "limit": 50}


def board(**more: Any) -> JSON:
    """Return a board as a create or get shows it."""
    sharing = {
        "access": "private",
        "inviteToAccountAndBoardLinkAccess": "no_access",
        "organizationAccess": "private",
        "teamAccess": "private",
    }
    return {
        "id": BOARD,
        "name": "Going home",
        "description": None,
        "type": "board",
        "policy": {"permissionsPolicy": {"copyAccess": "anyone"}, "sharingPolicy": sharing},
        "team": {"id": 3074457345600000001, "type": "team"},
        "owner": {"id": "3458764500000000001", "name": "Hedgerow", "type": "user"},
        "viewLink": "https://miro.com/app/board/uXjVOD6LSME=",
        "createdAt": "2026-11-18T08:00:00Z",
        **more,
    }

"""Where a Notion thing lies: every parent has a type, and most have an id."""

from collections.abc import Mapping
from typing import Any


def lifted_parent(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return `parent_type` and `parent_id` of `body`; a workspace has no id."""
    parent = body.get("parent")
    if not isinstance(parent, dict):
        return {"parent_type": None, "parent_id": None}
    kind = parent.get("type")
    inner = parent.get(kind) if isinstance(kind, str) else None
    return {
        "parent_type": kind if isinstance(kind, str) else None,
        "parent_id": inner if isinstance(inner, str) else None,
    }

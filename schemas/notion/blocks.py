"""Notion's blocks (facts 3.5); a type that we do not know keeps its id and type, without text.

`unsupported` blocks have no content: who copies a page out must say that they are there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import fields

from schemas.fields import Identifier, IdOf, Instant
from schemas.notion.references import lifted_parent
from schemas.notion.texts import Run, joined, runs_field
from schemas.reading import VendorSchema, reader


@dataclass(frozen=True, slots=True)
class Block:
    """A block; `text` is its joined rich text, or the title of a child page or child database."""

    id: str
    type: str
    text: str = ""
    has_children: bool = False
    in_trash: bool = False
    runs: tuple[Run, ...] = ()
    parent_type: str | None = None
    parent_id: str | None = None
    created_time: datetime | None = None
    last_edited_time: datetime | None = None
    created_by: str | None = None
    last_edited_by: str | None = None


def _block(*, runs: tuple[Run, ...] = (), title: str = "", **known: Any) -> Block:
    return Block(text=joined(runs) or title, runs=runs, **known)


class BlockSchema(VendorSchema):
    """A block of a list, a get, an append or an update."""

    makes = _block

    id = Identifier(required=True)
    type = fields.String(required=True)
    has_children = fields.Boolean(allow_none=True)
    in_trash = fields.Boolean(allow_none=True)
    runs = runs_field()
    title = fields.String()
    parent_type = fields.String(allow_none=True)
    parent_id = fields.String(allow_none=True)
    created_time = Instant(allow_none=True)
    last_edited_time = Instant(allow_none=True)
    created_by = IdOf(allow_none=True)
    last_edited_by = IdOf(allow_none=True)

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the parent, and the words from under the name of the type, up."""
        kind = body.get("type")
        inner = body.get(kind) if isinstance(kind, str) else None
        content = inner if isinstance(inner, Mapping) else {}
        lifted = {**body, **lifted_parent(body)}
        if "rich_text" in content:
            lifted["runs"] = content["rich_text"]
        if isinstance(content.get("title"), str):
            lifted["title"] = content["title"]
        return lifted


read_block = reader(BlockSchema(), Block)

"""What people say about a page or block; lists hold unresolved discussions only (facts 3.8)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from marshmallow import fields

from schemas.fields import Identifier, IdOf, Instant
from schemas.notion.references import lifted_parent
from schemas.notion.texts import Run, joined, runs_field
from schemas.reading import VendorSchema, reader


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in a discussion."""

    id: str
    discussion_id: str | None = None
    text: str = field(default="", repr=False)  # people's words are never printed
    runs: tuple[Run, ...] = field(default=(), repr=False)
    parent_type: str | None = None
    parent_id: str | None = None
    created_time: datetime | None = None
    created_by: str | None = None


def _comment(*, runs: tuple[Run, ...] = (), **known: Any) -> Comment:
    return Comment(text=joined(runs), runs=runs, **known)


class CommentSchema(VendorSchema):
    """A comment of a list, a get or a create."""

    makes = _comment

    id = Identifier(required=True)
    discussion_id = fields.String(allow_none=True)
    runs = runs_field()
    parent_type = fields.String(allow_none=True)
    parent_id = fields.String(allow_none=True)
    created_time = Instant(allow_none=True)
    created_by = IdOf(allow_none=True)

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the parent up; without the right to read, an answer has its id alone."""
        return {**body, **lifted_parent(body), "runs": body.get("rich_text", [])}


read_comment = reader(CommentSchema(), Comment)

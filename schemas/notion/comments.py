"""What people say about a page or block; lists hold unresolved discussions only.

See docs/notion.md#comments.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from schemas.fields import Identifier
from schemas.loose import Moment, Referred, Text
from schemas.notion.references import lifted_parent
from schemas.notion.texts import Run, joined, runs_field
from schemas.reading import CarriedSchema, reader


@dataclass(frozen=True, slots=True, kw_only=True)
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


class CommentSchema(CarriedSchema):
    """A comment of a list, a get or a create."""

    makes = _comment

    id = Identifier(required=True)
    discussion_id = Text()
    runs = runs_field()
    parent_type = Text()
    parent_id = Text()
    created_time = Moment()
    created_by = Referred()

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the parent up; without the right to read, an answer has its id alone."""
        return {**body, **lifted_parent(body), "runs": body.get("rich_text", [])}

    def carried(
        self, body: Mapping[str, Any], id: str, type: str, unread: tuple[str, ...]
    ) -> Comment:
        """Return a comment whose words cannot be read: it is there."""
        return Comment(id=id)


read_comment = reader(CommentSchema(), Comment)

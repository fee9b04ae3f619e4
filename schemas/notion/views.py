"""Ways of looking at a data source, and pages as markdown (docs/notion.md#markdown)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schemas.fields import Boolean, Identifier, String
from schemas.loose import Each, Id, Text
from schemas.reading import CarriedSchema, VendorSchema, reader


@dataclass(frozen=True, slots=True)
class View:
    """A view; a partial answer names no more than id and type."""

    id: str
    type: str = ""
    name: str = ""
    data_source_id: str | None = None
    url: str | None = None


class ViewSchema(CarriedSchema):
    """The answer of a create or a get, or an entry of a list."""

    makes = View

    def carried(self, body: Mapping[str, Any], id: str, type: str, unread: tuple[str, ...]) -> View:
        """Return its id and its type."""
        return View(id, type)

    id = Identifier(required=True)
    type = Text()
    name = Text()
    data_source_id = Text()
    url = Text()


@dataclass(frozen=True, slots=True)
class Markdown:
    """A page's body; `is_whole` only where nothing was cut and nothing is unknown."""

    text: str = field(repr=False)  # people's words are never printed
    is_truncated: bool = False
    unknown_block_ids: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the text says all that the page holds."""
        return not self.is_truncated and not self.unknown_block_ids


class MarkdownSchema(VendorSchema):
    """The answer of `GET /v1/pages/{page_id}/markdown`."""

    makes = Markdown

    text = String(required=True, data_key="markdown")
    is_truncated = Boolean(required=True, data_key="truncated")
    unknown_block_ids = Each(Id())


read_view = reader(ViewSchema(), View)
read_markdown = reader(MarkdownSchema(), Markdown)

"""Notion's pages, rows of data sources among them, at version 2026-03-11 (facts 3.4).

`is_archived` is not `in_trash`: an archived row is hidden from queries and still there. A page's
`url` may change its form at any time; only `id` names the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from marshmallow import fields

from schemas.fields import ByName, Identifier, IdOf, Instant
from schemas.notion.references import lifted_parent
from schemas.notion.values import Value, ValueSchema
from schemas.reading import VendorSchema, reader


@dataclass(frozen=True, slots=True)
class Page:
    """A page; times are cut to the minute by Notion and are hints for people only."""

    id: str
    parent_type: str | None = None
    parent_id: str | None = None
    properties: Mapping[str, Value] = field(default_factory=dict)
    in_trash: bool = False
    is_archived: bool = False
    created_time: datetime | None = None
    last_edited_time: datetime | None = None
    created_by: str | None = None
    last_edited_by: str | None = None
    url: str | None = None

    def by_id(self, property_id: str) -> Value | None:
        """Return the value of a property by its id, whatever people call the property today."""
        wanted = unquote(property_id)
        return next((one for one in self.properties.values() if unquote(one.id) == wanted), None)

    @property
    def title(self) -> str:
        """The page's title; every page has at most one property of that type."""
        return next((one.text for one in self.properties.values() if one.type == "title"), "")


class PageSchema(VendorSchema):
    """A page of a get, a create, an update or a query."""

    makes = Page

    id = Identifier(required=True)
    parent_type = fields.String(allow_none=True)
    parent_id = fields.String(allow_none=True)
    properties = ByName(fields.Nested(ValueSchema), required=True)
    in_trash = fields.Boolean(required=True)
    is_archived = fields.Boolean(allow_none=True)
    created_time = Instant(allow_none=True)
    last_edited_time = Instant(allow_none=True)
    created_by = IdOf(allow_none=True)
    last_edited_by = IdOf(allow_none=True)
    url = fields.String(allow_none=True)

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the parent up."""
        return {**body, **lifted_parent(body)}


read_page = reader(PageSchema(), Page)

"""Notion's pages, rows of data sources among them, at version 2026-03-11 (docs/notion.md#pages).

`is_archived` is not `in_trash`: an archived row is hidden from queries and still there. A page's
`url` may change its form at any time; only `id` names the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from schemas.fields import Boolean, Identifier
from schemas.loose import Flag, Moment, Referred, Text
from schemas.notion.references import lifted_parent
from schemas.notion.values import Value, ValueSchema
from schemas.reading import CarriedSchema, Named, reader


@lru_cache(maxsize=1024)
def plain_id(property_id: str) -> str:
    """Return the id of a property without quoting: it comes with it and without."""
    return unquote(property_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page; times are cut to the minute by Notion and are hints for people only.

    One with `unread` places has its id and nothing else.
    """

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
    unread: tuple[str, ...] = ()

    def by_id(self, property_id: str) -> Value | None:
        """Return the value of a property by its id, whatever people call the property today."""
        wanted = plain_id(property_id)
        return next((one for one in self.properties.values() if plain_id(one.id) == wanted), None)

    @property
    def values_by_id(self) -> dict[str, Value]:
        """Return every value by the plain id of its property: for whoever looks at many."""
        return {plain_id(one.id): one for one in self.properties.values()}

    @property
    def title(self) -> str:
        """The page's title; every page has at most one property of that type."""
        return next((one.text for one in self.properties.values() if one.type == "title"), "")


class PageSchema(CarriedSchema):
    """A page of a get, a create, an update or a query."""

    makes = Page

    id = Identifier(required=True)
    parent_type = Text()
    parent_id = Text()
    properties = Named(ValueSchema, required=True)
    in_trash = Boolean(required=True)
    is_archived = Flag()
    created_time = Moment()
    last_edited_time = Moment()
    created_by = Referred()
    last_edited_by = Referred()
    url = Text()

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the parent up."""
        return {**body, **lifted_parent(body)}

    def carried(self, body: Mapping[str, Any], id: str, type: str, unread: tuple[str, ...]) -> Page:
        """Return a page of which nothing but the id can be read."""
        return Page(id=id, unread=unread)


read_page = reader(PageSchema(), Page)

"""What the stand-in for Notion holds: a tree of pages, databases, data sources and blocks.

A thing knows its parent and its children in order; comments and views hang on things by id.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from connectors.sandbox.notion.rich_text import Segment


@dataclass(slots=True)
class Property:
    """One column of a data source; the id stays when the name changes."""

    id: str
    name: str
    type: str
    config: dict[str, Any]
    description: str | None = None


@dataclass(slots=True, kw_only=True)
class Thing:
    """What pages, databases, data sources and blocks have in common."""

    id: str
    parent_id: str | None
    created: datetime
    created_by: str
    edited: datetime
    edited_by: str
    in_trash: bool = False
    children: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Page(Thing):
    """A page, or a row of a data source; values by property id."""

    values: dict[str, Any] = field(default_factory=dict)
    icon: dict[str, Any] | None = None
    cover: dict[str, Any] | None = None
    is_archived: bool = False
    is_locked: bool = False
    is_template: bool = False  # of rows of its data source; people make these in the app alone
    number: int = 0


@dataclass(slots=True, kw_only=True)
class Database(Thing):
    """A container of data sources, with title and description but without a schema."""

    title: list[Segment] = field(default_factory=list)
    description: list[Segment] = field(default_factory=list)
    icon: dict[str, Any] | None = None
    cover: dict[str, Any] | None = None
    is_inline: bool = False
    is_locked: bool = False


@dataclass(slots=True, kw_only=True)
class DataSource(Thing):
    """A schema and its rows; schema by property id."""

    title: list[Segment] = field(default_factory=list)
    schema: dict[str, Property] = field(default_factory=dict)
    icon: dict[str, Any] | None = None
    cover: dict[str, Any] | None = None
    last_number: int = 0

    def find(self, key: str) -> Property | None:
        """Find a property by name, or by id as shown or decoded."""
        return find_property(self.schema.values(), key)


@dataclass(slots=True, kw_only=True)
class Block(Thing):
    """One block of a page's body."""

    type: str
    content: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Comment:
    """One comment on a page or a block."""

    id: str
    parent_id: str
    discussion_id: str
    created: datetime
    created_by: str
    rich_text: list[Segment]


@dataclass(slots=True, kw_only=True)
class View:
    """One way of looking at a data source, a tab of its database."""

    id: str
    database_id: str
    data_source_id: str
    name: str
    type: str
    created: datetime
    edited: datetime
    by: str
    filter: dict[str, Any] | None = None
    sorts: list[dict[str, Any]] | None = None
    configuration: dict[str, Any] | None = None


def find_property(properties: Iterable[Property], key: str) -> Property | None:
    """Find a property by name, or else by id as shown or decoded."""
    known = list(properties)
    for prop in known:
        if prop.name == key:
            return prop
    return next((prop for prop in known if prop.id in (key, property_id_of(key))), None)


def property_id_of(key: str) -> str:
    """Return a property id as Notion shows it, for one that came decoded out of a path."""
    return quote(key, safe="")

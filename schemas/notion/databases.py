"""Notion's databases (containers without a schema) and data sources.

See docs/notion.md#databases-and-data-sources.

Properties are known by id: people rename them, and a type may change under our hands, so both
are read anew in every run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from marshmallow import ValidationError

from schemas.fields import Boolean, Identifier, Strict, String, as_id
from schemas.loose import Flag, Text
from schemas.notion.references import lifted_parent
from schemas.notion.texts import LooseRuns, Run, joined
from schemas.reading import CarriedSchema, Listed, Named, VendorSchema, reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A database: where it lies, and the ids of the data sources in it."""

    id: str
    title: str = ""
    data_source_ids: tuple[str, ...] = ()
    parent_type: str | None = None
    parent_id: str | None = None
    is_inline: bool = False
    in_trash: bool = False
    url: str | None = None


def _database(*, runs: tuple[Run, ...] = (), **known: Any) -> Database:
    return Database(title=joined(runs), **known)


class Ids(Strict[tuple[str, ...]]):
    """The ids of a list of references; those that cannot be read are left out."""

    def read(self, value: Any) -> tuple[str, ...]:
        """Return the ids that can be read; raise ValidationError for what is no list."""
        if not isinstance(value, list):
            raise ValidationError("Not a list.")
        found = [as_id(each.get("id")) for each in value if isinstance(each, dict)]
        return tuple([each for each in found if each is not None])


class DatabaseSchema(VendorSchema):
    """A database of a get, a create or an update."""

    makes = _database

    id = Identifier(required=True)
    runs = LooseRuns()
    data_source_ids = Ids(required=True, data_key="data_sources")
    parent_type = Text()
    parent_id = Text()
    is_inline = Flag()
    in_trash = Boolean(required=True)
    url = Text()

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the parent up and call the title what it is."""
        return {**body, **lifted_parent(body), "runs": body.get("title")}


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a select, multi-select or status property; what cannot be read is empty."""

    id: str
    name: str
    color: str | None = None


class OptionSchema(CarriedSchema):
    """An entry of `options`."""

    makes = Option

    id = Identifier(required=True)
    name = String(required=True)
    color = Text()

    def carried(
        self, body: Mapping[str, Any], id: str, type: str, unread: tuple[str, ...]
    ) -> Option:
        """Return an option without id, name or both."""
        name = body.get("name")
        return Option(id, name if isinstance(name, str) else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A column of a data source; the three before the last belong to relations.

    `data_source_id` is the source that a relation leads to, `synced_property_id` and
    `synced_property_name` its way back where it has one. With `unread` places it has id and type
    alone, and its options are not known.
    """

    id: str
    name: str
    type: str
    options: tuple[Option, ...] = ()
    data_source_id: str | None = None
    synced_property_id: str | None = None
    synced_property_name: str | None = None
    unread: tuple[str, ...] = ()


class PropertySchema(CarriedSchema):
    """An entry of a data source's `properties`."""

    makes = Property

    id = Identifier(required=True)
    name = String(required=True)
    type = String(required=True)
    options = Listed(OptionSchema, allow_none=True)
    data_source_id = Text()
    synced_property_id = Text()
    synced_property_name = Text()

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring options and the ends of a relation up from under the name of the type."""
        kind = body.get("type")
        config = _part(body, kind) if isinstance(kind, str) else {}
        dual = _part(config, "dual_property")
        return {
            **{name: body.get(name) for name in ("id", "name", "type")},
            "options": config.get("options"),
            "data_source_id": config.get("data_source_id"),
            "synced_property_id": dual.get("synced_property_id"),
            "synced_property_name": dual.get("synced_property_name"),
        }

    def carried(
        self, body: Mapping[str, Any], id: str, type: str, unread: tuple[str, ...]
    ) -> Property:
        """Return a column of which nothing but id and type can be read."""
        name = body.get("name")
        return Property(id=id, name=name if isinstance(name, str) else "", type=type, unread=unread)


@dataclass(frozen=True, slots=True)
class DataSource:
    """A table: its columns by name, and the database that holds it."""

    id: str
    title: str = ""
    database_id: str | None = None
    properties: Mapping[str, Property] = field(default_factory=dict)
    in_trash: bool = False
    url: str | None = None

    def find(self, key: str) -> Property | None:
        """Return a column by its name or its id: Notion takes both as keys."""
        return self.properties.get(key) or self.by_id(key)

    def by_id(self, property_id: str) -> Property | None:
        """Return a column by its id, whatever people call it today."""
        wanted = unquote(property_id)
        return next((one for one in self.properties.values() if unquote(one.id) == wanted), None)


def _data_source(*, runs: tuple[Run, ...] = (), **known: Any) -> DataSource:
    return DataSource(title=joined(runs), **known)


class DataSourceSchema(VendorSchema):
    """A data source of a get, a create or an update."""

    makes = _data_source

    id = Identifier(required=True)
    runs = LooseRuns()
    database_id = Text()
    properties = Named(PropertySchema, required=True)
    in_trash = Boolean(required=True)
    url = Text()

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the database's id up and call the title what it is."""
        parent = _part(body, "parent")
        return {**body, "database_id": parent.get("database_id"), "runs": body.get("title")}


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = body.get(name)
    return part if isinstance(part, dict) else {}


read_database = reader(DatabaseSchema(), Database)
read_data_source = reader(DataSourceSchema(), DataSource)

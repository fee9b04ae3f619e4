"""Notion's databases (containers without a schema) and data sources (facts 3.1, 3.2, 4.1).

Properties are known by id: people rename them, and a type may change under our hands, so both
are read anew in every run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from marshmallow import fields

from schemas.fields import ByName, Identifier, IdOf, Rows
from schemas.notion.references import lifted_parent
from schemas.notion.texts import Run, joined, runs_field
from schemas.reading import VendorSchema, reader


@dataclass(frozen=True, slots=True)
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


class DatabaseSchema(VendorSchema):
    """A database of a get, a create or an update."""

    makes = _database

    id = Identifier(required=True)
    runs = runs_field()
    data_source_ids = Rows(IdOf(), required=True, data_key="data_sources")
    parent_type = fields.String(allow_none=True)
    parent_id = fields.String(allow_none=True)
    is_inline = fields.Boolean(allow_none=True)
    in_trash = fields.Boolean(required=True)
    url = fields.String(allow_none=True)

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the parent up and call the title what it is."""
        return {**body, **lifted_parent(body), "runs": body.get("title", [])}


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a select, multi-select or status property."""

    id: str
    name: str
    color: str | None = None


class OptionSchema(VendorSchema):
    """An entry of `options`."""

    makes = Option

    id = Identifier(required=True)
    name = fields.String(required=True)
    color = fields.String(allow_none=True)


@dataclass(frozen=True, slots=True)
class Property:
    """A column of a data source; the last three belong to relations.

    `data_source_id` is the source that a relation leads to, `synced_property_id` and
    `synced_property_name` its way back where it has one.
    """

    id: str
    name: str
    type: str
    options: tuple[Option, ...] = ()
    data_source_id: str | None = None
    synced_property_id: str | None = None
    synced_property_name: str | None = None


class PropertySchema(VendorSchema):
    """An entry of a data source's `properties`."""

    makes = Property

    id = Identifier(required=True)
    name = fields.String(required=True)
    type = fields.String(required=True)
    options = Rows(fields.Nested(OptionSchema), allow_none=True)
    data_source_id = fields.String(allow_none=True)
    synced_property_id = fields.String(allow_none=True)
    synced_property_name = fields.String(allow_none=True)

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
    runs = runs_field()
    database_id = fields.String(allow_none=True)
    properties = ByName(fields.Nested(PropertySchema), required=True)
    in_trash = fields.Boolean(required=True)
    url = fields.String(allow_none=True)

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the database's id up and call the title what it is."""
        parent = _part(body, "parent")
        return {**body, "database_id": parent.get("database_id"), "runs": body.get("title", [])}


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = body.get(name)
    return part if isinstance(part, Mapping) else {}


read_database = reader(DatabaseSchema(), Database)
read_data_source = reader(DataSourceSchema(), DataSource)

"""Lines between items: who drew one between two notes means something (docs/miro.md#making-items).

An end may be missing: people let lines begin or end in the open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schemas.fields import Identifier, String
from schemas.loose import Each, Referred, Text
from schemas.reading import CarriedSchema, Listed, VendorSchema, reader


@dataclass(frozen=True, slots=True)
class Connector:
    """A line; `captions` are its words as Miro sent them, HTML or plain."""

    id: str
    start_item_id: str | None = None
    end_item_id: str | None = None
    captions: tuple[str, ...] = field(default=(), repr=False)  # people's words are never printed
    created_by: str | None = None


class ConnectorSchema(CarriedSchema):
    """A connector of a list; shapes and styles are not checked, for the spec lacks some (#396)."""

    makes = Connector

    id = Identifier(required=True)
    start_item_id = Referred(data_key="startItem")
    end_item_id = Referred(data_key="endItem")
    captions = Each(Text())
    created_by = Referred(data_key="createdBy")

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the words of the captions up."""
        captions = body.get("captions")
        found = captions if isinstance(captions, list) else []
        words = [one.get("content") for one in found if isinstance(one, dict)]
        return {**body, "captions": words}

    def carried(
        self, body: Mapping[str, Any], id: str, type: str, unread: tuple[str, ...]
    ) -> Connector:
        """Return a line of which nothing but the id can be read."""
        return Connector(id)


@dataclass(frozen=True, slots=True)
class ConnectorPage:
    """One slice of connectors, paged by cursor."""

    data: tuple[Connector, ...] = ()
    cursor: str | None = None


class ConnectorPageSchema(VendorSchema):
    """The envelope of `GET /v2/boards/{board_id}/connectors`."""

    makes = ConnectorPage

    data = Listed(ConnectorSchema, required=True)
    cursor = String(allow_none=True)


read_connector_page = reader(ConnectorPageSchema(), ConnectorPage)

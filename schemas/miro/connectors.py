"""Lines between items: who drew one between two notes means something (facts 2.4, 2.7).

An end may be missing: people let lines begin or end in the open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import fields

from schemas.fields import Identifier, IdOf, Rows
from schemas.reading import VendorSchema, reader


@dataclass(frozen=True, slots=True)
class Connector:
    """A line; `captions` are its words as Miro sent them, HTML or plain."""

    id: str
    start_item_id: str | None = None
    end_item_id: str | None = None
    captions: tuple[str, ...] = field(default=(), repr=False)  # people's words are never printed
    created_by: str | None = None


class ConnectorSchema(VendorSchema):
    """A connector of a list; shapes and styles are not checked, for the spec lacks some (#396)."""

    makes = Connector

    id = Identifier(required=True)
    start_item_id = IdOf(allow_none=True, data_key="startItem")
    end_item_id = IdOf(allow_none=True, data_key="endItem")
    captions = Rows(fields.String())
    created_by = IdOf(allow_none=True, data_key="createdBy")

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the words of the captions up."""
        captions = body.get("captions")
        found = captions if isinstance(captions, list) else []
        words = [one.get("content") for one in found if isinstance(one, Mapping)]
        return {**body, "captions": [one for one in words if isinstance(one, str)]}


@dataclass(frozen=True, slots=True)
class ConnectorPage:
    """One slice of connectors, paged by cursor."""

    data: tuple[Connector, ...] = ()
    cursor: str | None = None


class ConnectorPageSchema(VendorSchema):
    """The envelope of `GET /v2/boards/{board_id}/connectors`."""

    makes = ConnectorPage

    data = Rows(fields.Nested(ConnectorSchema), required=True)
    cursor = fields.String(allow_none=True)


read_connector_page = reader(ConnectorPageSchema(), ConnectorPage)

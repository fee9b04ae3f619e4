"""Miro's items and tags, as lists and single answers give them (facts 2.3 to 2.7).

A type that we do not know comes through with its raw `type` and whatever of the common fields it
has. Links inside answers are not read: nothing may follow them with a token.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from marshmallow import fields

from schemas.fields import Amount, Identifier, IdOf, Instant, Rows
from schemas.reading import VendorSchema, reader


@dataclass(frozen=True, slots=True)
class Item:
    """An item on a board.

    `content` is what stickies, texts and shapes carry: HTML or plain text, as Miro sent it;
    `title` belongs to frames and cards. `x` and `y` are the centre: from the board's centre, or
    from the parent frame's top left corner where `relative_to` is `parent_top_left`.
    """

    id: str
    type: str
    content: str = field(default="", repr=False)  # people's words are never printed
    title: str = field(default="", repr=False)
    description: str = field(default="", repr=False)
    shape: str | None = None
    fill_colour: str | None = None
    x: float | None = None
    y: float | None = None
    relative_to: str | None = None
    width: float | None = None
    height: float | None = None
    parent_id: str | None = None
    created_by: str | None = None
    modified_by: str | None = None
    created_at: datetime | None = None
    modified_at: datetime | None = None

    @property
    def wording(self) -> str:
        """The words of the item as Miro sent them, whichever field its type keeps them in."""
        return self.content or self.title


class ItemSchema(VendorSchema):
    """An item of a list, a get or a create; only id and type must be there."""

    makes = Item

    id = Identifier(required=True)
    type = fields.String(required=True)
    content = fields.String(allow_none=True)
    title = fields.String(allow_none=True)
    description = fields.String(allow_none=True)
    shape = fields.String(allow_none=True)
    fill_colour = fields.String(allow_none=True)
    x = Amount(allow_none=True)
    y = Amount(allow_none=True)
    relative_to = fields.String(allow_none=True)
    width = Amount(allow_none=True)
    height = Amount(allow_none=True)
    parent_id = IdOf(allow_none=True, data_key="parent")
    created_by = IdOf(allow_none=True, data_key="createdBy")
    modified_by = IdOf(allow_none=True, data_key="modifiedBy")
    created_at = Instant(allow_none=True, data_key="createdAt")
    modified_at = Instant(allow_none=True, data_key="modifiedAt")

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the fields of data, style, position and geometry up; odd shapes count as absent."""
        data, style = _part(body, "data"), _part(body, "style")
        position, geometry = _part(body, "position"), _part(body, "geometry")
        return {
            **body,
            **{name: _text(data.get(name)) for name in ("content", "title", "description")},
            "shape": _text(data.get("shape")),
            "fill_colour": _text(style.get("fillColor") or style.get("cardTheme")),
            "x": position.get("x"),
            "y": position.get("y"),
            "relative_to": position.get("relativeTo"),
            "width": geometry.get("width"),
            "height": geometry.get("height"),
        }


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One slice of items: by cursor in the item list, by offset in the list of a tag."""

    data: tuple[Item, ...] = ()
    cursor: str | None = None
    total: int | None = None
    offset: int | None = None


class ItemPageSchema(VendorSchema):
    """The envelope of item lists and of bulk create; the cursor is missing on the last page."""

    makes = ItemPage

    data = Rows(fields.Nested(ItemSchema), required=True)
    cursor = fields.String(allow_none=True)
    total = fields.Integer(allow_none=True)
    offset = fields.Integer(allow_none=True)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a board; its title is case-sensitive and unique there."""

    id: str
    title: str
    fill_colour: str | None = None


class TagSchema(VendorSchema):
    """A tag; colours are not checked (reads may hold `dark_gray`, which the spec lacks)."""

    makes = Tag

    id = Identifier(required=True)
    title = fields.String(required=True)
    fill_colour = fields.String(allow_none=True, data_key="fillColor")


@dataclass(frozen=True, slots=True)
class TagPage:
    """One slice of a board's tags, paged by offset."""

    data: tuple[Tag, ...] = ()
    total: int | None = None
    offset: int | None = None


class TagPageSchema(VendorSchema):
    """The envelope of `GET /v2/boards/{board_id}/tags`."""

    makes = TagPage

    data = Rows(fields.Nested(TagSchema), required=True)
    total = fields.Integer(allow_none=True)
    offset = fields.Integer(allow_none=True)


@dataclass(frozen=True, slots=True)
class TagsOfItem:
    """The tags of one item, without pages or envelope."""

    tags: tuple[Tag, ...] = ()


class TagsOfItemSchema(VendorSchema):
    """The answer of `GET /v2/boards/{board_id}/items/{item_id}/tags`."""

    makes = TagsOfItem

    tags = Rows(fields.Nested(TagSchema), required=True)


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = body.get(name)
    return part if isinstance(part, Mapping) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


read_item = reader(ItemSchema(), Item)
read_item_page = reader(ItemPageSchema(), ItemPage)
read_tag = reader(TagSchema(), Tag)
read_tag_page = reader(TagPageSchema(), TagPage)
_read_tags_of_item = reader(TagsOfItemSchema(), TagsOfItem)


def read_tags_of_item(body: object) -> tuple[Tag, ...]:
    """Return the tags that an item carries; raise `Mismatch` as every reader does."""
    return _read_tags_of_item(body).tags

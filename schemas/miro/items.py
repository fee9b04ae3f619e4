"""Miro's items and tags, as lists and single answers give them (docs/miro.md#items).

A type that we do not know comes through with its raw `type` and whatever of the common fields it
has. Links inside answers are not read: nothing may follow them with a token.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from marshmallow import fields

from schemas.fields import Identifier, String, as_id
from schemas.loose import Count, Id, Moment, Number, Referred, Text
from schemas.reading import CarriedSchema, Listed, VendorSchema, reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item on a board.

    `content` is what stickies, texts and shapes carry: HTML or plain text, as Miro sent it;
    `title` belongs to frames and cards. `x` and `y` are the centre: from the board's centre, or
    from the parent frame's top left corner where `relative_to` is `parent_top_left`. `unread`
    places are those of words, parent and type that cannot be read: that says nothing about these.
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
    unread: tuple[str, ...] = ()

    @property
    def wording(self) -> str:
        """The words of the item as Miro sent them, whichever field its type keeps them in."""
        return self.content or self.title


class ItemSchema(CarriedSchema):
    """An item of a list, a get or a create; only id and type must be there."""

    makes = Item

    id = Identifier(required=True)
    type = String(required=True)
    content = Text()
    title = Text()
    description = Text()
    shape = Text()
    fill_colour = Text()
    x = Number()
    y = Number()
    relative_to = Text()
    width = Number()
    height = Number()
    parent_id = Id()
    created_by = Referred(data_key="createdBy")
    modified_by = Referred(data_key="modifiedBy")
    created_at = Moment(data_key="createdAt")
    modified_at = Moment(data_key="modifiedAt")
    unread = fields.Raw()

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the fields of data, style, position and geometry up; odd shapes count as absent."""
        data, style = _part(body, "data"), _part(body, "style")
        position, geometry = _part(body, "position"), _part(body, "geometry")
        return {
            **body,
            **{name: data.get(name) for name in ("content", "title", "description", "shape")},
            "fill_colour": style.get("fillColor") or style.get("cardTheme"),
            "x": position.get("x"),
            "y": position.get("y"),
            "relative_to": position.get("relativeTo"),
            "width": geometry.get("width"),
            "height": geometry.get("height"),
            "parent_id": _parent_id(body.get("parent")),
            "unread": tuple(_unread(body)),
        }

    def carried(self, body: Mapping[str, Any], id: str, type: str, unread: tuple[str, ...]) -> Item:
        """Return an item of which nothing but id and type can be read."""
        return Item(id=id, type=type, unread=unread)


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

    data = Listed(ItemSchema, required=True)
    cursor = String(allow_none=True)
    total = Count()
    offset = Count()


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a board; its title is case-sensitive and unique there, empty where unreadable."""

    id: str
    title: str
    fill_colour: str | None = None


class TagSchema(CarriedSchema):
    """A tag; colours are not checked (reads may hold `dark_gray`, which the spec lacks)."""

    makes = Tag

    id = Identifier(required=True)
    title = String(required=True)
    fill_colour = Text(data_key="fillColor")

    def carried(self, body: Mapping[str, Any], id: str, type: str, unread: tuple[str, ...]) -> Tag:
        """Return a tag without its title."""
        return Tag(id, "")


@dataclass(frozen=True, slots=True)
class TagPage:
    """One slice of a board's tags, paged by offset."""

    data: tuple[Tag, ...] = ()
    total: int | None = None
    offset: int | None = None


class TagPageSchema(VendorSchema):
    """The envelope of `GET /v2/boards/{board_id}/tags`."""

    makes = TagPage

    data = Listed(TagSchema, required=True)
    total = Count()
    offset = Count()


@dataclass(frozen=True, slots=True)
class TagsOfItem:
    """The tags of one item, without pages or envelope."""

    tags: tuple[Tag, ...] = ()


class TagsOfItemSchema(VendorSchema):
    """The answer of `GET /v2/boards/{board_id}/items/{item_id}/tags`."""

    makes = TagsOfItem

    tags = Listed(TagSchema, required=True)


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = body.get(name)
    return part if isinstance(part, dict) else {}


def _parent_id(parent: object) -> str | None:
    """Return the id of a parent; Miro was seen to send the id alone."""
    return as_id(parent.get("id") if isinstance(parent, dict) else parent)


def _unread(body: Mapping[str, Any]) -> Iterator[str]:
    """Yield the places of words and parent that hold something of another shape."""
    parent, data = body.get("parent"), body.get("data")
    inner = parent.get("id") if isinstance(parent, dict) else parent
    if inner is not None and as_id(inner) is None:
        yield "parent"
    if data is not None and not isinstance(data, dict):
        yield "data"
    for name in ("content", "title", "description"):
        words = _part(body, "data").get(name)
        if words is not None and not isinstance(words, str):
            yield f"data.{name}"


read_item = reader(ItemSchema(), Item)
read_item_page = reader(ItemPageSchema(), ItemPage)
read_tag = reader(TagSchema(), Tag)
read_tag_page = reader(TagPageSchema(), TagPage)
_read_tags_of_item = reader(TagsOfItemSchema(), TagsOfItem)


def read_tags_of_item(body: object) -> tuple[Tag, ...]:
    """Return the tags that an item carries; raise `Mismatch` as every reader does."""
    return _read_tags_of_item(body).tags

"""Items to be made on a board, as values that know their JSON (`docs/miro.md#making-items`).

`x` and `y` are the centre of the item: from the board's centre, or with `parent_id` from the
frame's top left corner. Text is plain: Miro reads content as HTML, so it is escaped here, and only
here; line breaks become `<br>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

JSON = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """What every item has: a centre, and a frame if it lies in one.

    `kind` is the type in lists and bulk, `collection` its name in addresses.
    """

    kind: ClassVar[str]
    collection: ClassVar[str]

    x: float
    y: float
    parent_id: str | None = None

    @property
    def content(self) -> str:
        """The words as they are sent."""
        raise NotImplementedError

    def body(self) -> JSON:
        """Return the JSON for the create call of this one type."""
        body: JSON = {**self._own(), "position": {"x": self.x, "y": self.y}}
        if self.parent_id is not None:
            body["parent"] = {"id": self.parent_id}
        return body

    def as_json(self) -> JSON:
        """Return the JSON for bulk create, which names the type."""
        return {"type": self.kind, **self.body()}

    def _own(self) -> JSON:
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class NewText(_Placed):
    """Free text; the height follows from the words. `width` must be 1.7 × `font_size` or more.

    The first `bold_lines` lines of `text` are bold.
    """

    kind: ClassVar[str] = "text"
    collection: ClassVar[str] = "texts"

    text: str
    width: float | None = None
    font_size: int = 14
    bold_lines: int = 0
    align: str = "left"
    colour: str | None = None

    @property
    def content(self) -> str:
        """The words as they are sent."""
        lines = as_html(self.text).split("<br>")
        bold = (f"<strong>{line}</strong>" for line in lines[: self.bold_lines])
        return "<br>".join([*bold, *lines[self.bold_lines :]])

    def _own(self) -> JSON:
        style = {"fontSize": str(self.font_size), "textAlign": self.align, "color": self.colour}
        return {
            "data": {"content": self.content},
            "style": _said(style),
            "geometry": _said({"width": self.width}),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShape(_Placed):
    """A shape with words in it; numbers of its style are sent as strings, as Miro wants them."""

    kind: ClassVar[str] = "shape"
    collection: ClassVar[str] = "shapes"

    text: str = ""
    shape: str = "rectangle"
    width: float
    height: float
    fill_colour: str | None = None
    border_colour: str | None = None
    border_width: float | None = None
    border_style: str | None = None
    colour: str | None = None
    font_size: int = 14
    align: str = "center"
    align_vertical: str = "middle"

    @property
    def content(self) -> str:
        """The words as they are sent."""
        return as_html(self.text)

    def _own(self) -> JSON:
        style = {
            "fillColor": self.fill_colour,
            "borderColor": self.border_colour,
            "borderWidth": None if self.border_width is None else str(self.border_width),
            "borderStyle": self.border_style,
            "color": self.colour,
            "fontSize": str(self.font_size),
            "textAlign": self.align,
            "textAlignVertical": self.align_vertical,
        }
        return {
            "data": {"content": self.content, "shape": self.shape},
            "style": _said(style),
            "geometry": {"width": self.width, "height": self.height},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSticky(_Placed):
    """A sticky note; colours are Miro's sixteen names, and only the width may be set."""

    kind: ClassVar[str] = "sticky_note"
    collection: ClassVar[str] = "sticky_notes"

    text: str
    shape: str = "square"
    fill_colour: str = "light_yellow"
    width: float | None = None

    @property
    def content(self) -> str:
        """The words as they are sent."""
        return as_html(self.text)

    def _own(self) -> JSON:
        return {
            "data": {"content": self.content, "shape": self.shape},
            "style": {"fillColor": self.fill_colour},
            "geometry": _said({"width": self.width}),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card(_Placed):
    """What both kinds of card have; capture reads neither."""

    title: str
    description: str = ""
    width: float | None = None
    height: float | None = None
    colour: str | None = None

    @property
    def content(self) -> str:
        """The words of the title as they are sent."""
        return as_html(self.title)

    def _card(self, data: JSON, style: JSON) -> JSON:
        words = {"title": self.content, "description": as_html(self.description) or None}
        return {
            "data": _said(words) | data,
            "style": _said(style),
            "geometry": _said({"width": self.width, "height": self.height}),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCard(_Card):
    """A plain card: what we return to people where our app is not installed."""

    kind: ClassVar[str] = "card"
    collection: ClassVar[str] = "cards"

    def _own(self) -> JSON:
        return self._card({}, {"cardTheme": self.colour})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAppCard(_Card):
    """A card of our app: people open it in our panel, and nobody else changes its words."""

    kind: ClassVar[str] = "app_card"
    collection: ClassVar[str] = "app_cards"

    def _own(self) -> JSON:
        return self._card({"status": "connected"}, {"fillColor": self.colour})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFrame(_Placed):
    """A frame; frames cannot lie in frames, and their title is plain text."""

    kind: ClassVar[str] = "frame"
    collection: ClassVar[str] = "frames"

    title: str
    width: float
    height: float
    fill_colour: str = "#ffffffff"

    @property
    def content(self) -> str:
        """The title as it is sent."""
        return self.title

    def _own(self) -> JSON:
        return {
            "data": {"title": self.content, "format": "custom", "type": "freeform"},
            "style": {"fillColor": self.fill_colour},
            "geometry": {"width": self.width, "height": self.height},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NewImage(_Placed):
    """An image that Miro fetches from `url`; the height follows from the width."""

    kind: ClassVar[str] = "image"
    collection: ClassVar[str] = "images"

    url: str
    title: str = ""
    width: float | None = None

    @property
    def content(self) -> str:
        """The title as it is sent."""
        return self.title

    def _own(self) -> JSON:
        return {
            "data": {"url": self.url, **_said({"title": self.title or None})},
            "geometry": _said({"width": self.width}),
        }


NewItem = NewText | NewShape | NewSticky | NewCard | NewAppCard | NewFrame | NewImage


def as_html(text: str) -> str:
    """Return plain `text` as the HTML that shows it: nothing of it can act as markup."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br>")


def _said(fields: Mapping[str, object | None]) -> JSON:
    return {name: value for name, value in fields.items() if value is not None}

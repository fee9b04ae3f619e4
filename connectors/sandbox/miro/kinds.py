"""The kinds of items: what each may say, how it looks by default, and how large it is.

Sizes that Miro works out itself (a text's height) are estimated; default sizes of frames, texts
and shapes are not known for certain, those of sticky notes and cards are
(`docs/miro.md#making-items`).
"""

import html
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from connectors.sandbox.miro import checks
from connectors.sandbox.miro.checks import Check
from connectors.sandbox.miro.errors import Json, invalid

STICKY_COLOURS = (
    "gray", "light_yellow", "yellow", "orange", "light_green", "green", "dark_green", "cyan",
    "light_pink", "pink", "violet", "red", "light_blue", "blue", "dark_blue", "black",
)  # fmt: skip
TAG_COLOURS = (
    "red", "light_green", "cyan", "yellow", "magenta", "green", "blue", "gray", "violet",
    "dark_green", "dark_blue", "black",
)  # fmt: skip
_SHAPES = (
    "rectangle", "round_rectangle", "circle", "triangle", "rhombus", "parallelogram", "trapezoid",
    "pentagon", "hexagon", "octagon", "wedge_round_rectangle_callout", "star",
    "flow_chart_predefined_process", "cloud", "cross", "can", "right_arrow", "left_arrow",
    "left_right_arrow", "left_brace", "right_brace",
)  # fmt: skip
_FRAME_FILLS = (
    "#f5f6f8", "#d5f692", "#d0e17a", "#93d275", "#67c6c0", "#23bfe7", "#a6ccf5", "#7b92ff",
    "#fff9b1", "#f5d128", "#ff9d48", "#f16c7f", "#ea94bb", "#ffcee0", "#b384bb", "#000000",
    "#ffffff", "#ffffffff",
)  # fmt: skip
STICKY_SIZES = MappingProxyType({"square": (199.0, 228.0), "rectangle": (350.0, 228.0)})
_ALIGN = checks.one_of(("left", "right", "center"))
_ALIGN_VERTICAL = checks.one_of(("top", "middle", "bottom"))
_BREAK = re.compile(r"</p>\s*<p[^>]*>|<br[^>]*>")
_ANY_TAG = re.compile(r"<[^>]*>")
_SHARE = checks.number_text(0, 1)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Size:
    """Width, height and rotation of an item."""

    width: float
    height: float
    rotation: float = 0.0


Measure = Callable[[Json, Json, Json, Size | None], Size]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The rules for one type of item; `collection` is its name in addresses."""

    type: str
    collection: str
    data: Mapping[str, Check]
    style: Mapping[str, Check]
    first_data: Json
    first_style: Json
    measure: Measure
    required: tuple[str, ...] = ()
    has_parent: bool = True
    takes_tags: bool = False
    words: str = "content"


def _show_content(name: str, value: object) -> object:
    if value is not True:
        raise invalid(name, "hiding content is not available on this plan")
    return value


def _sides(geometry: Json, current: Size | None, usual: Size) -> Size:
    size = current or usual
    width = checks.number("geometry.width", geometry.get("width", size.width), above=0)
    height = checks.number("geometry.height", geometry.get("height", size.height), above=0)
    rotation = checks.number("geometry.rotation", geometry.get("rotation", size.rotation))
    return Size(width, height, rotation)


def _measure_frame(geometry: Json, data: Json, style: Json, current: Size | None) -> Size:
    if "rotation" in geometry:
        raise invalid("geometry.rotation", "frames cannot be rotated")
    return _sides(geometry, current, Size(1600.0, 900.0))


def _measure_sticky(geometry: Json, data: Json, style: Json, current: Size | None) -> Size:
    if "width" in geometry and "height" in geometry:
        raise invalid("geometry", "only one of width and height may be set")
    width, height = STICKY_SIZES[str(data["shape"])]
    size = current or Size(width, height)
    if "width" in geometry:
        given = checks.number("geometry.width", geometry["width"], above=0)
        return Size(given, given * height / width, size.rotation)
    if "height" in geometry:
        given = checks.number("geometry.height", geometry["height"], above=0)
        return Size(given * width / height, given, size.rotation)
    return Size(size.height * width / height, size.height, size.rotation)


def _measure_text(geometry: Json, data: Json, style: Json, current: Size | None) -> Size:
    if "height" in geometry:
        raise invalid("geometry.height", "the height of a text follows its content")
    font = float(str(style["fontSize"]))
    words = str(data.get("content", ""))
    size = _sides(geometry, current, Size(max(font * 0.6 * min(len(words), 40), font * 1.7), font))
    if size.width < 1.7 * font:
        raise invalid("geometry.width", "must be at least 1.7 times the font size")
    lines = _lines(words, max(1.0, size.width / (font * 0.55)))
    return Size(size.width, round(lines * font * 1.36, 2), size.rotation)


def _lines(markup: str, letters_a_line: float) -> int:
    broken = _BREAK.sub("\n", markup)
    blocks = html.unescape(_ANY_TAG.sub("", broken)).split("\n")
    return sum(max(1, math.ceil(len(block) / letters_a_line)) for block in blocks)


def _measure_shape(geometry: Json, data: Json, style: Json, current: Size | None) -> Size:
    return _sides(geometry, current, Size(100.0, 100.0))


def _measure_card(geometry: Json, data: Json, style: Json, current: Size | None) -> Size:
    return _sides(geometry, current, Size(320.0, 60.0))


def _measure_image(geometry: Json, data: Json, style: Json, current: Size | None) -> Size:
    """Keep the proportions of the picture; which ones it has is not known here."""
    if "width" in geometry and "height" in geometry:
        raise invalid("geometry", "only one of width and height may be set")
    size = current or Size(800.0, 600.0)
    given = _sides(geometry, size, size)
    if "height" in geometry:
        return Size(given.height * size.width / size.height, given.height, given.rotation)
    return Size(given.width, given.width * size.height / size.width, given.rotation)


_TEXT_STYLE: dict[str, Check] = {
    "color": checks.hex_colour,
    "fillColor": checks.hex_colour,
    "fillOpacity": _SHARE,
    "fontFamily": checks.text(most=40, least=1),
    "fontSize": checks.number_text(1),
    "textAlign": _ALIGN,
}

FRAME = Kind(
    type="frame",
    collection="frames",
    data={
        "title": checks.text(most=checks.CONTENT_LIMIT - 1),
        "format": checks.one_of(("custom",)),
        "type": checks.one_of(("freeform",)),
        "showContent": _show_content,
    },
    style={"fillColor": checks.one_of(_FRAME_FILLS)},
    first_data={"title": "Sample frame title", "format": "custom", "type": "freeform"},
    first_style={"fillColor": "#ffffffff"},
    measure=_measure_frame,
    has_parent=False,
    words="title",
)
STICKY_NOTE = Kind(
    type="sticky_note",
    collection="sticky_notes",
    data={"content": checks.content, "shape": checks.one_of(tuple(STICKY_SIZES))},
    style={
        "fillColor": checks.one_of(STICKY_COLOURS),
        "textAlign": _ALIGN,
        "textAlignVertical": _ALIGN_VERTICAL,
    },
    first_data={"content": "", "shape": "square"},
    first_style={
        "fillColor": "light_yellow",
        "textAlign": "center",
        "textAlignVertical": "middle",
    },
    measure=_measure_sticky,
    takes_tags=True,
)
TEXT = Kind(
    type="text",
    collection="texts",
    data={"content": checks.content},
    style=_TEXT_STYLE,
    first_data={},
    first_style={
        "color": "#1a1a1a",
        "fillColor": "#ffffff",
        "fillOpacity": "0.0",
        "fontFamily": "arial",
        "fontSize": "14",
        "textAlign": "center",
    },
    measure=_measure_text,
    required=("content",),
)
SHAPE = Kind(
    type="shape",
    collection="shapes",
    data={"content": checks.content, "shape": checks.one_of(_SHAPES)},
    style=_TEXT_STYLE
    | {
        "borderColor": checks.hex_colour,
        "borderOpacity": _SHARE,
        "borderStyle": checks.one_of(("normal", "dotted", "dashed")),
        "borderWidth": checks.number_text(1, 24),
        "fontSize": checks.number_text(10, 288),
        "textAlignVertical": _ALIGN_VERTICAL,
    },
    first_data={"content": "", "shape": "rectangle"},
    first_style={
        "borderColor": "#1a1a1a",
        "borderOpacity": "0.0",
        "borderStyle": "normal",
        "borderWidth": "2.0",
        "color": "#1a1a1a",
        "fillColor": "#ffffff",
        "fillOpacity": "0.0",
        "fontFamily": "open_sans",
        "fontSize": "14",
        "textAlign": "left",
        "textAlignVertical": "top",
    },
    measure=_measure_shape,
)
CARD = Kind(
    type="card",
    collection="cards",
    data={
        "title": checks.content,
        "description": checks.content,
        "dueDate": checks.anything,
        "assigneeId": checks.anything,
    },
    style={"cardTheme": checks.hex_colour},
    first_data={"title": ""},
    first_style={"cardTheme": "#2d9bf0"},
    measure=_measure_card,
    takes_tags=True,
    words="title",
)

# Made by an app for itself: people see it, open it in the app, and change no word of it.
APP_CARD = Kind(
    type="app_card",
    collection="app_cards",
    data={
        "title": checks.content,
        "description": checks.content,
        "status": checks.one_of(("disconnected", "connected", "disabled")),
        "fields": checks.anything,
    },
    style={"fillColor": checks.hex_colour},
    first_data={"title": "sample app card item", "status": "disconnected", "owned": True},
    first_style={"fillColor": "#2d9bf0"},
    measure=_measure_card,
    takes_tags=True,
    words="title",
)

IMAGE = Kind(
    type="image",
    collection="images",
    data={"url": checks.web_address, "title": checks.text(most=checks.CONTENT_LIMIT - 1)},
    style={},
    first_data={"title": ""},
    first_style={},
    measure=_measure_image,
    required=("url",),
    words="title",
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {kind.type: kind for kind in (FRAME, STICKY_NOTE, TEXT, SHAPE, CARD, APP_CARD, IMAGE)}
)

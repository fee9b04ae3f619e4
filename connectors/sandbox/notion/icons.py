"""Icons and covers: emoji, icons of Notion's own, and addresses of pictures."""

import re
from typing import Any

from connectors.sandbox.notion.checks import (
    read_choice,
    read_object,
    read_text,
    read_url,
    refuse_strays,
)
from connectors.sandbox.notion.errors import ABSENT, not_built

ICON_COLORS = (
    "gray", "lightgray", "brown", "yellow", "orange", "green", "blue", "purple", "pink", "red",
)  # fmt: skip
_BUILT_IN = re.compile(
    r"https://(?:www\.)?notion\.so/icons/(?P<name>[\w-]+)_(?P<color>[a-z]+)\.svg"
)


def read_icon(value: Any, path: str) -> dict[str, Any]:
    """Read an emoji or the address of a picture."""
    icon = read_object(value, path)
    if "emoji" in icon:
        return {"type": "emoji", "emoji": read_text(icon["emoji"], f"{path}.emoji", 100, least=1)}
    if "external" in icon:
        return _as_built_in(read_picture(icon, path))
    if "icon" in icon:
        return _read_built_in(read_object(icon["icon"], f"{path}.icon"), f"{path}.icon")
    raise not_built("icons that were uploaded, and custom emojis")


def _as_built_in(picture: dict[str, Any]) -> dict[str, Any]:
    """Show a picture out of Notion's own icons as the icon that it is."""
    found = _BUILT_IN.fullmatch(picture["external"]["url"])
    if found is None or found["color"] not in ICON_COLORS:
        return picture
    return {"type": "icon", "icon": {"name": found["name"], "color": found["color"]}}


def _read_built_in(given: dict[str, Any], path: str) -> dict[str, Any]:
    refuse_strays(given, path, ("name", "color"))
    name = read_text(given.get("name", ABSENT), f"{path}.name", 100, least=1)
    color = read_choice(given.get("color", "gray"), f"{path}.color", ICON_COLORS)
    return {"type": "icon", "icon": {"name": name, "color": color}}


def read_icon_and_cover(
    given: dict[str, Any], icon: dict[str, Any] | None, cover: dict[str, Any] | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Read icon and cover of a body where it names them; null takes them away."""
    if "icon" in given:
        icon = None if given["icon"] is None else read_icon(given["icon"], "body.icon")
    if "cover" in given:
        cover = None if given["cover"] is None else read_picture(given["cover"], "body.cover")
    return icon, cover


def read_picture(value: Any, path: str) -> dict[str, Any]:
    """Read the address of a picture elsewhere."""
    external = read_object(read_object(value, path).get("external", ABSENT), f"{path}.external")
    url = read_url(external.get("url", ABSENT), f"{path}.external.url")
    return {"type": "external", "external": {"url": url}}

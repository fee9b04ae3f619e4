"""Checks of single parameters: each returns the value as it is stored or raises Miro's 400."""

import math
import re
from collections.abc import Callable, Collection, Mapping
from typing import cast

from connectors.sandbox.miro.errors import Json, invalid, invalid_fields, not_supported

Check = Callable[[str, object], object]

_HEX = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)\b[^>]*>")
_KEPT_TAGS = frozenset({"p", "a", "strong", "b", "em", "i", "u", "s", "br", "span"})
CONTENT_LIMIT = 6000


def one_of(values: Collection[str]) -> Check:
    """Make a check for one of these words."""

    def check(field: str, value: object) -> object:
        if value not in values:
            raise invalid(field, f"must be one of: {', '.join(sorted(values))}")
        return value

    return check


def text(*, most: int, least: int = 0) -> Check:
    """Make a check for a text of a certain length."""

    def check(field: str, value: object) -> object:
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise invalid(field, f"must be a text of {least} to {most} characters")
        return value

    return check


def content(field: str, value: object) -> object:
    """Check a text that may hold HTML: too long is refused, tags it does not know are stripped."""
    if not isinstance(value, str):
        raise invalid(field, "must be a text")
    if len(value) >= CONTENT_LIMIT:
        raise invalid(field, f"must be shorter than {CONTENT_LIMIT} characters")
    return _TAG.sub(lambda found: found[0] if found[1].lower() in _KEPT_TAGS else "", value)


def hex_colour(field: str, value: object) -> object:
    """Check a colour that is given as a hex value."""
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise invalid(field, "must be a hex value")
    return value


def number_text(least: float, most: float = math.inf) -> Check:
    """Make a check for a number that Miro wants as a string."""

    def check(field: str, value: object) -> object:
        try:
            fits = isinstance(value, str) and least <= float(value) <= most
        except ValueError:
            fits = False
        if not fits:
            raise invalid(field, f"must be a text with a number from {least:g} to {most:g}")
        return value

    return check


def percent(field: str, value: object) -> object:
    """Check a share that Miro wants as a text with a percent sign."""
    found = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    if not found or float(found[1]) > 100:
        raise invalid(field, "must be a text with a percentage from 0% to 100%")
    return value


def web_address(field: str, value: object) -> object:
    """Check an address of the web; nothing is ever fetched from it."""
    if not isinstance(value, str) or not value.startswith(("https://", "http://")):
        raise invalid(field, "must be an address that begins with http:// or https://")
    return value


def anything(field: str, value: object) -> object:
    """Accept a value that the sandbox stores and never looks at."""
    return value


def number(field: str, value: object, *, above: float = -math.inf) -> float:
    """Check a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise invalid(field, "must be a number")
    if not math.isfinite(value) or value <= above:
        raise invalid(field, "is out of range")
    return value


def refuse_strays(given: Mapping[str, object], known: Collection[str], prefix: str = "") -> None:
    """Raise the 400 of Miro for every field that it does not know."""
    strays = [f"{prefix}.{name}" if prefix else name for name in given if name not in known]
    if strays:
        raise invalid_fields([not_supported(stray) for stray in strays])


def part(body: Mapping[str, object], name: str) -> Json:
    """Return an object inside a body; an absent one is empty."""
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise invalid(name, "must be an object")
    return cast(Json, value)


def checked(given: Mapping[str, object], rules: Mapping[str, Check], prefix: str) -> Json:
    """Return the parameters, checked; raise Miro's 400 for one that has no rule."""
    refuse_strays(given, rules, prefix)
    return {
        name: rule(f"{prefix}.{name}" if prefix else name, given[name])
        for name, rule in rules.items()
        if given.get(name) is not None
    }

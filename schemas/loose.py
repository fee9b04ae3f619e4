"""Fields of which whatever cannot be read counts as absent: what nothing is decided by.

Vendors send odd values in places that are not ours, and add new shapes without telling. None of
that may keep us from reading what is ours, so these fields give None and never fail.
"""

from datetime import datetime
from typing import Any

from marshmallow import fields, missing

from schemas.fields import as_id, as_number, parsed_instant

LONGEST_COUNT = 15  # digits: beyond, no list counts


class Text(fields.Field[str]):
    """A text."""

    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        """Return a text, or `missing`."""
        return value if isinstance(value, str) else missing


class Flag(fields.Field[bool]):
    """True or false."""

    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        """Return a truth value, or `missing`."""
        return value if isinstance(value, bool) else missing


class Number(fields.Field[float]):
    """A finite number, or one that a vendor sent as a string (Miro does in styles)."""

    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        """Return a number, or `missing`."""
        return _or_missing(as_number(value))


class Count(fields.Field[int]):
    """A whole number from nought, or one that a vendor sent as a string."""

    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        """Return a count, or `missing`."""
        if isinstance(value, str) and value.isascii() and value.isdigit():
            return int(value) if len(value) <= LONGEST_COUNT else None
        number = as_number(value) if isinstance(value, int | float) else None
        return int(number) if number is not None and number >= 0 else missing


class Moment(fields.Field[datetime]):
    """An ISO 8601 instant, returned in UTC."""

    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        """Return an instant, or `missing`."""
        return _or_missing(parsed_instant(value))


class Referred(fields.Field[str]):
    """The id inside a reference such as `{"id": …, "type": "user"}`."""

    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        """Return the id, or `missing`."""
        return as_id(value.get("id")) if isinstance(value, dict) else missing


class Id(fields.Field[str]):
    """An id: a string, or a whole number that a vendor forgot to quote."""

    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        """Return the id, or `missing`."""
        return _or_missing(as_id(value))


class Each(fields.Field[tuple[Any, ...]]):
    """A list as a tuple of those entries that the field `of` can read."""

    def __init__(self, of: fields.Field[Any], **more: Any) -> None:
        super().__init__(**more)
        self._of = of

    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        """Return the entries that can be read, or `missing`."""
        if not isinstance(value, list):
            return missing
        found = [self._of.deserialize(each) for each in value]
        return tuple([each for each in found if each is not missing])


def _or_missing(found: object) -> Any:
    return missing if found is None else found

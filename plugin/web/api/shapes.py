"""Fields of what the API answers: each is always there, and says what it is.

What is dumped has every field that is declared and no other, so that the description is true.
"""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, fields


class Answered(Schema):
    """An object that the API answers; it has no other fields."""

    class Meta:
        """What is not declared is not there."""

        unknown = RAISE


def a_text(says: str, **more: Any) -> fields.String:
    """Return a text; `more` goes into its description, such as an `enum`."""
    return fields.String(required=True, metadata={"description": says, **more})


def text_or_none(says: str) -> fields.String:
    """Return a text that may be null."""
    return fields.String(required=True, allow_none=True, metadata={"description": says})


def a_number(says: str, *, optional: bool = False) -> fields.Integer:
    """Return a whole number, which may be null where it is `optional`."""
    return fields.Integer(required=True, allow_none=optional, metadata={"description": says})


def a_yes(says: str) -> fields.Boolean:
    """Return a yes or no."""
    return fields.Boolean(required=True, metadata={"description": says})


def a_day(says: str, *, optional: bool = False) -> fields.Date:
    """Return a day, which may be null where it is `optional`."""
    return fields.Date(required=True, allow_none=optional, metadata={"description": says})


def texts(says: str) -> fields.List[Any]:
    """Return a list of texts."""
    return fields.List(fields.String(), required=True, metadata={"description": says})


def many(of: type[Schema], says: str = "In this order.") -> fields.List[Any]:
    """Return a list of objects."""
    return fields.List(fields.Nested(of), required=True, metadata={"description": says})


def one(of: type[Schema], *, optional: bool = False) -> fields.Nested:
    """Return an object, which may be null where it is `optional`."""
    return fields.Nested(of, required=True, allow_none=optional)

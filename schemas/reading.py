"""The one way a decoded JSON body becomes a dataclass: `reader(schema, made)` gives the function.

A mismatch names the places that do not fit and never repeats a value, because the body may hold
people's words.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, TypeVar

from marshmallow import EXCLUDE, Schema, ValidationError, post_load, pre_load

MOST_PLACES_NAMED = 5

T = TypeVar("T")


class Mismatch(ValueError):
    """A body that does not have the shape it should have; `places` says where, not what."""

    def __init__(self, places: tuple[str, ...]) -> None:
        super().__init__(", ".join(places[:MOST_PLACES_NAMED]) or "body")
        self.places = places


class VendorSchema(Schema):
    """A schema for what a vendor sends, making the value `makes`.

    Fields that it does not name are left out instead of refused, and a null counts as absent:
    the dataclass says what absent means.
    """

    makes: ClassVar[Callable[..., Any]]

    class Meta:
        unknown = EXCLUDE

    @pre_load
    def lift_body(self, body: Any, **_: Any) -> dict[str, Any]:
        """Refuse what is no JSON object before anything of ours looks inside it."""
        if not isinstance(body, Mapping):
            raise ValidationError("Not an object.")
        return self.lifted(body)

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return `body` with fields of its inner parts brought up; unless overridden, as it is."""
        return dict(body)

    @post_load
    def make(self, found: dict[str, Any], **_: Any) -> Any:
        """Turn the checked fields into the value."""
        known = {name: value for name, value in found.items() if value is not None}
        return type(self).makes(**known)


def reader(schema: VendorSchema, made: type[T]) -> Callable[[object], T]:
    """Return the function that reads a decoded body with `schema` into a `made`.

    It raises `Mismatch` when the body does not fit. The validation error itself is dropped on
    purpose: it carries the rejected body.
    """

    def read(body: object) -> T:
        if not isinstance(body, dict):
            raise Mismatch(("body",))
        try:
            value = schema.load(body)
        except ValidationError as err:
            raise Mismatch(tuple(_places(err.messages))) from None
        if not isinstance(value, made):
            raise TypeError(f"{type(schema).__name__} does not make {made.__name__}.")
        return value

    return read


def _places(messages: object, prefix: str = "") -> Iterator[str]:
    if not isinstance(messages, dict):
        yield prefix or "body"
        return
    for key, inner in messages.items():
        yield from _places(inner, f"{prefix}.{key}" if prefix else str(key))

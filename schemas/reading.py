"""The one way a decoded JSON body becomes a dataclass: `reader(schema, made)` gives the function.

A mismatch names the places that do not fit and never repeats a value, because the body may hold
people's words.
"""

from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from functools import cached_property
from marshal import dumps
from typing import Any, ClassVar, TypeVar

from marshmallow import EXCLUDE, Schema, ValidationError, fields, missing, post_load, pre_load

from schemas.fields import Strict, as_id

MOST_PLACES_NAMED = 5
PLAIN = 2  # the form of `dumps` in which what is equal is the same bytes

T = TypeVar("T")


_Read = Callable[[Any], Any]


def _read_of(field: fields.Field[Any]) -> _Read:
    """Return how a field reads what is there: those of ours at once, if nothing more is checked.

    Marshmallow looks for more to do before and after each value, which takes a quarter of the time.
    """
    has_more = field.validators or field.pre_load or field.post_load
    at_once: _Read | None = None if has_more else getattr(field, "read", None)
    return at_once or field.deserialize


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
    has_checks: ClassVar[bool] = False  # of several fields together, which only marshmallow runs

    class Meta:
        unknown = EXCLUDE

    def load(self, data: Any, **options: Any) -> Any:
        """Return the value of a body; raise ValidationError naming all places that do not fit.

        Marshmallow asks every field of a body what it makes of its absence, and most are absent: a
        body in which all fits is read without, in a third of the time. Any other is read by it.
        """
        if self.has_checks or not isinstance(data, dict) or any(options.values()):
            return super().load(data, **options)
        try:
            return self.make(self._fitting(self.lifted(data)))
        except ValidationError:
            return super().load(data, **options)

    def _fitting(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the fields make of a body; raise ValidationError at the first misfit."""
        found = {}
        for name, place, field, read in self._places_read:
            sent = body.get(place, missing)
            if sent is not missing:
                value = field.deserialize(None) if sent is None else read(sent)
                if value is not missing:
                    found[name] = value
            elif field.required:
                raise ValidationError({place: ["Missing."]})
        return found

    @cached_property
    def _places_read(self) -> tuple[tuple[str, str, fields.Field[Any], _Read], ...]:
        """Return each field with its name, its name with the vendor, and how it reads."""
        return tuple(
            (name, of.data_key or name, of, _read_of(of)) for name, of in self.load_fields.items()
        )

    @pre_load
    def lift_body(self, body: Any, **_: Any) -> dict[str, Any]:
        """Refuse what is no JSON object before anything of ours looks inside it."""
        if not isinstance(body, dict):
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


class CarriedSchema(VendorSchema):
    """A schema of things that people make beside ours; one that cannot be read is carried.

    Carried it has its id and its type, where these can be read, and the places that did not fit.
    """

    def carried(self, body: Mapping[str, Any], id: str, type: str, unread: tuple[str, ...]) -> Any:
        """Return what is carried of `body`."""
        raise NotImplementedError

    def load_or_carry(self, body: object) -> Any:
        """Return the value of a body, or what is carried of it."""
        if not isinstance(body, dict):
            return self.carried({}, "", "", ("body",))
        try:
            return self.load(body)
        except ValidationError as err:
            unread = tuple(_places(err.messages))
        kind = body.get("type")
        return self.carried(
            body, as_id(body.get("id")) or "", kind if isinstance(kind, str) else "", unread
        )


# What was read in the list that is being read, by how it was sent. It goes with the list: nothing
# that people wrote outlives their answer.
_ALIKE: ContextVar[dict[tuple[type[Schema], bytes], Any] | None] = ContextVar(
    "_ALIKE", default=None
)


class Listed(Strict[tuple[Any, ...]]):
    """A list of a vendor's rows as a tuple; each of them is read or carried."""

    def __init__(self, schema: type[CarriedSchema], **more: Any) -> None:
        super().__init__(**more)
        self._schema = schema()

    def read(self, value: Any) -> tuple[Any, ...]:
        """Return what is read or carried of each row; raise ValidationError for what is no list."""
        if not isinstance(value, list):
            raise ValidationError("Not a list.")
        whole = _ALIKE.set({})
        try:
            return tuple([self._schema.load_or_carry(each) for each in value])
        finally:
            _ALIKE.reset(whole)


class Named(Strict[dict[str, Any]]):
    """A map from names that people gave to things; each of them is read or carried.

    The rows of a list mostly say the same of their things, and reading takes fifty times as long as
    telling that something was sent just so before: then it is the same value.
    """

    def __init__(self, schema: type[CarriedSchema], **more: Any) -> None:
        super().__init__(**more)
        self._schema = schema()

    def read(self, value: Any) -> dict[str, Any]:
        """Return what is read or carried of each thing; raise ValidationError for no map."""
        if not isinstance(value, dict):
            raise ValidationError("Not an object.")
        return {str(name): self._once(each) for name, each in value.items()}

    def _once(self, body: Any) -> Any:
        alike = _ALIKE.get()
        if alike is None:
            return self._schema.load_or_carry(body)
        sent = (type(self._schema), dumps(body, PLAIN))
        if sent not in alike:
            alike[sent] = self._schema.load_or_carry(body)
        return alike[sent]


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

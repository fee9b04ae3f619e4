"""A property's value on a page; types that we do not use keep their id and type only.

See docs/notion.md#properties.

A value that cannot be read keeps its id, its type and the places that did not fit: read as empty it
would look like words that somebody deleted. Whose column it is decides what is made of that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marshmallow import ValidationError

from schemas.fields import (
    Amount,
    Boolean,
    Identifier,
    IdOf,
    Rows,
    Strict,
    String,
    read_day_or_instant,
)
from schemas.notion.texts import Run, joined, runs_field
from schemas.reading import CarriedSchema, reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a page holds in one property.

    `text` is the joined text of a title or rich text; `select` the name chosen in a select or
    status, `options` the names of a multi-select; `start` and `end` belong to dates, cut to the
    minute by Notion; `relation` lists page ids. `has_more` says that a page's answer shows only the
    first 25 of them: `NotionClient.value` reads all. With `unread` places there is nothing of this.
    """

    id: str
    type: str
    text: str = ""
    select: str | None = None
    options: tuple[str, ...] = ()
    number: float | None = None
    checkbox: bool | None = None
    start: date | datetime | None = None
    end: date | datetime | None = None
    relation: tuple[str, ...] = ()
    has_more: bool = False
    url: str | None = None
    runs: tuple[Run, ...] = ()
    unread: tuple[str, ...] = ()


def _value(*, runs: tuple[Run, ...] = (), **known: Any) -> Value:
    return Value(text=joined(runs), runs=runs, **known)


class DateOrMoment(Strict[date | datetime]):
    """A day, or an instant in UTC."""

    def read(self, value: Any) -> date | datetime:
        """Return the day or the instant; raise ValidationError for what is none."""
        return read_day_or_instant(value)


class NameOf(Strict[str]):
    """The name inside an option such as `{"id": …, "name": …, "color": …}`."""

    def read(self, value: Any) -> str:
        """Return the name; raise ValidationError for what is no option."""
        name = value.get("name") if isinstance(value, dict) else None
        if not isinstance(name, str):
            raise ValidationError("Not an option.")
        return name


class ValueSchema(CarriedSchema):
    """An entry of a page's `properties`."""

    makes = _value

    id = Identifier(required=True)
    type = String(required=True)
    runs = runs_field()
    select = NameOf(allow_none=True)
    options = Rows(NameOf())
    number = Amount(allow_none=True)
    checkbox = Boolean()
    start = DateOrMoment()
    end = DateOrMoment(allow_none=True)
    relation = Rows(IdOf())
    has_more = Boolean(allow_none=True)
    url = String(allow_none=True)

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Bring the value up from under the name of its type."""
        kind = body.get("type")
        lifted = {"id": body.get("id"), "type": kind}
        if not isinstance(kind, str) or kind not in _LIFTS:
            return lifted
        if kind not in body:
            raise ValidationError({kind: ["Missing."]})
        if kind == "relation":
            lifted["has_more"] = body.get("has_more")
        return {**lifted, **_LIFTS[kind](body[kind])}

    def carried(
        self, body: Mapping[str, Any], id: str, type: str, unread: tuple[str, ...]
    ) -> Value:
        """Return a value of which nothing but id and type can be read."""
        return Value(id=id, type=type, unread=tuple(_as_sent(place, type) for place in unread))


def _as_sent(place: str, kind: str) -> str:
    """Return a place under the name that Notion has for it: `runs.0` is in `rich_text.0`."""
    first, dot, rest = place.partition(".")
    if first in ("start", "end"):
        return f"date.{place}"
    return f"{kind}{dot}{rest}" if first in ("runs", "select", "options") else place


def _as(name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda inner: {name: inner}


def _span(inner: Any) -> dict[str, Any]:
    if inner is None:
        return {}
    if not isinstance(inner, dict):
        raise ValidationError({"date": ["Not an object."]})
    return {"start": inner.get("start"), "end": inner.get("end")}


_LIFTS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "title": _as("runs"),
    "rich_text": _as("runs"),
    "select": _as("select"),
    "status": _as("select"),
    "multi_select": _as("options"),
    "number": _as("number"),
    "checkbox": _as("checkbox"),
    "date": _span,
    "relation": _as("relation"),
    "url": _as("url"),
}

read_value = reader(ValueSchema(), Value)

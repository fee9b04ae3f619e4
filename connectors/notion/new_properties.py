"""Columns to be made in, or changed of, a data source, as values that know their JSON.

See docs/notion.md#properties.

A list of options replaces the one that is there: options left out are deleted, in every row too,
so an existing one goes along with its id.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from connectors.notion.new_values import option_name
from schemas.notion import Property

JSON = dict[str, object]
# Notion takes no longer list in one call.
MOST_OPTIONS = 100


@dataclass(frozen=True, slots=True)
class NewOption:
    """An option by its name; `id` keeps one that exists, `color` is one of Notion's ten names."""

    name: str
    color: str | None = None
    id: str | None = None

    def as_json(self) -> JSON:
        """Return the JSON of the option."""
        is_known_by_id = bool(self.id) and not self.name
        name = None if is_known_by_id else option_name(self.name)
        said = {"id": self.id or None, "name": name, "color": self.color}
        return {key: value for key, value in said.items() if value is not None}


@dataclass(frozen=True, slots=True)
class TitleProperty:
    """The title: every data source has exactly one, and it cannot be removed."""

    def as_json(self) -> JSON:
        """Return the JSON of the column."""
        return {"type": "title", "title": {}}


@dataclass(frozen=True, slots=True)
class TextProperty:
    """Words."""

    def as_json(self) -> JSON:
        """Return the JSON of the column."""
        return {"type": "rich_text", "rich_text": {}}


@dataclass(frozen=True, slots=True)
class SelectProperty:
    """One of several options, given by name or as `NewOption`."""

    options: Sequence[str | NewOption] = ()

    def as_json(self) -> JSON:
        """Return the JSON of the column."""
        return {"type": "select", "select": {"options": _options_json(self.options)}}


@dataclass(frozen=True, slots=True)
class MultiSelectProperty:
    """Some of several options, given by name or as `NewOption`.

    Options that are there stay, but for those that are named in `without`: no row has them then.
    """

    options: Sequence[str | NewOption] = ()
    without: Collection[str] = ()

    def as_json(self) -> JSON:
        """Return the JSON of the column."""
        return {"type": "multi_select", "multi_select": {"options": _options_json(self.options)}}


@dataclass(frozen=True, slots=True)
class NumberProperty:
    """A number without a unit."""

    def as_json(self) -> JSON:
        """Return the JSON of the column."""
        return {"type": "number", "number": {"format": "number"}}


@dataclass(frozen=True, slots=True)
class CheckboxProperty:
    """A tick."""

    def as_json(self) -> JSON:
        """Return the JSON of the column."""
        return {"type": "checkbox", "checkbox": {}}


@dataclass(frozen=True, slots=True)
class DateProperty:
    """A date."""

    def as_json(self) -> JSON:
        """Return the JSON of the column."""
        return {"type": "date", "date": {}}


@dataclass(frozen=True, slots=True)
class URLProperty:
    """An address."""

    def as_json(self) -> JSON:
        """Return the JSON of the column."""
        return {"type": "url", "url": {}}


@dataclass(frozen=True, slots=True)
class RelationProperty:
    """Rows of a data source; `dual` makes a column there that leads back.

    Notion names the way back "Related to …"; its id stands in this column's
    `synced_property_id`, and it is renamed in a call of its own.
    """

    data_source_id: str
    dual: bool = False

    def as_json(self) -> JSON:
        """Return the JSON of the column."""
        way = "dual_property" if self.dual else "single_property"
        relation = {"data_source_id": self.data_source_id, "type": way, way: {}}
        return {"type": "relation", "relation": relation}


@dataclass(frozen=True, slots=True)
class Rename:
    """Another name for a column; address it by its id, so that repeating is harmless."""

    name: str

    def as_json(self) -> JSON:
        """Return the JSON of the change."""
        return {"name": self.name}


NewProperty = (
    TitleProperty
    | TextProperty
    | SelectProperty
    | MultiSelectProperty
    | NumberProperty
    | CheckboxProperty
    | DateProperty
    | URLProperty
    | RelationProperty
)


def has_options(
    column: NewProperty | Rename | None,
) -> TypeGuard[SelectProperty | MultiSelectProperty]:
    """Tell whether `column` is sent with a list of options."""
    return isinstance(column, SelectProperty | MultiSelectProperty)


def keeping_options(
    column: NewProperty | Rename | None, known: Property | None
) -> NewProperty | Rename | None:
    """Return `column` with the options that are `known` before those that are new.

    An option is the same by id, else by name whatever its case. One that is there keeps its colour,
    which Notion does not change, and takes another name only from an option given by its id.
    """
    if not has_options(column) or known is None:
        return column
    given = _made(column.options)
    names = {one.id: one.name for one in given if one.id}
    dropped = column.without if isinstance(column, MultiSelectProperty) else ()
    there = [one for one in known.options if one.name not in dropped]
    kept = [NewOption(names.get(one.id, one.name), one.color, one.id) for one in there]
    names_taken = [*(one.name for one in kept), *(one.name for one in there)]
    taken = {name.casefold() for name in names_taken}
    ids = {one.id for one in kept}
    new = [one for one in given if one.id not in ids and one.name.casefold() not in taken]
    return replace(column, options=(*kept, *new))


def _options_json(options: Sequence[str | NewOption]) -> list[JSON]:
    return [option.as_json() for option in _made(options)]


def _made(options: Sequence[str | NewOption]) -> list[NewOption]:
    return [NewOption(option) if isinstance(option, str) else option for option in options]

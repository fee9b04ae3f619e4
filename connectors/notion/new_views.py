"""Ways of looking at a data source, as values that know their JSON.

A view names the columns that it shows and those that it hides, by their ids: what it does not name
is as Notion likes. See docs/notion.md#users-and-views.
"""

from dataclasses import dataclass

from connectors.notion.filters import Filter

JSON = dict[str, object]


@dataclass(frozen=True, slots=True)
class ViewGroups:
    """Rows put together that have the same value; `type` is that of the column."""

    property_id: str
    type: str = "select"
    hides_empty: bool = False

    def as_json(self) -> JSON:
        """Return the JSON of the grouping."""
        return {
            "type": self.type,
            "property_id": self.property_id,
            "sort": {"type": "manual"},
            "hide_empty_groups": self.hides_empty,
        }


@dataclass(frozen=True, slots=True)
class TableLook:
    """Rows below each other, in whole sentences."""

    groups: ViewGroups | None = None

    def as_json(self) -> JSON:
        """Return the JSON of the configuration."""
        groups = {"group_by": self.groups.as_json()} if self.groups else {}
        return {"type": "table", "wrap_cells": True, **groups}


@dataclass(frozen=True, slots=True)
class BoardLook:
    """Cards in columns, one for each value of a column."""

    groups: ViewGroups

    def as_json(self) -> JSON:
        """Return the JSON of the configuration."""
        return {"type": "board", "group_by": self.groups.as_json()}


@dataclass(frozen=True, slots=True)
class GalleryLook:
    """Cards side by side, without pictures."""

    def as_json(self) -> JSON:
        """Return the JSON of the configuration."""
        return {"type": "gallery", "card_layout": "list"}


@dataclass(frozen=True, slots=True)
class CalendarLook:
    """Rows on the days of a column."""

    property_id: str

    def as_json(self) -> JSON:
        """Return the JSON of the configuration."""
        return {"type": "calendar", "date_property_id": self.property_id}


@dataclass(frozen=True, slots=True)
class NewView:
    """A view: `rows` leaves rows out, and `newest_by` is a column, its latest day first."""

    name: str
    look: TableLook | BoardLook | GalleryLook | CalendarLook
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    rows: Filter | None = None
    newest_by: str = ""

    def as_json(self) -> JSON:
        """Return the JSON of a view to be made."""
        return {"type": self.look.as_json()["type"], **self.as_change()}

    def as_change(self) -> JSON:
        """Return the JSON that gives this form to a view of its type."""
        named = {**dict.fromkeys(self.shown, True), **dict.fromkeys(self.hidden, False)}
        columns = [{"property_id": id, "visible": visible} for id, visible in named.items()]
        properties = {"properties": columns} if columns else {}
        found: JSON = {"name": self.name, "configuration": {**self.look.as_json(), **properties}}
        if self.rows:
            found["filter"] = self.rows.as_json()
        if self.newest_by:
            found["sorts"] = [{"property": self.newest_by, "direction": "descending"}]
        return found

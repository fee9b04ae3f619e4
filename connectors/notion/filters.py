"""What a query of a data source asks for (docs/notion.md#querying-rows)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

JSON = dict[str, object]
# What is cut to the minute, and seen late by queries, is asked for once more.
OVERLAP = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class TextEquals:
    """Rows whose text column, named by id or name, holds exactly `text`."""

    property_id: str
    text: str

    def as_json(self) -> JSON:
        """Return the JSON of the filter."""
        return {"property": self.property_id, "rich_text": {"equals": self.text}}


@dataclass(frozen=True, slots=True)
class SelectIs:
    """Rows whose select column has one of some options."""

    property_id: str
    options: tuple[str, ...]

    def as_json(self) -> JSON:
        """Return the JSON of the filter."""
        of: list[JSON] = [
            {"property": self.property_id, "select": {"equals": each}} for each in self.options
        ]
        return of[0] if len(of) == 1 else {"or": of}


@dataclass(frozen=True, slots=True)
class EditedSince:
    """Rows edited in the minute of `moment` or later.

    Notion cuts its times to the minute, so a window must overlap the one before
    (docs/notion.md#times-and-finding-changes).
    """

    moment: datetime

    @classmethod
    def last_run(cls, began: datetime) -> "EditedSince":
        """Ask for what may have been edited since a complete run began, with an overlap.

        Rows that the run saw come again: know them by their content, never by their time.
        """
        return cls(began - OVERLAP)

    def holds(self, edited: datetime) -> bool:
        """Say whether a thing that was edited then would be among the rows."""
        return edited >= _minute(self.moment)

    def as_json(self) -> JSON:
        """Return the JSON of the filter."""
        return _since("last_edited_time", self.moment)


@dataclass(frozen=True, slots=True)
class CreatedSince:
    """Rows made in the minute of `moment` or later."""

    moment: datetime

    def as_json(self) -> JSON:
        """Return the JSON of the filter."""
        return _since("created_time", self.moment)


@dataclass(frozen=True, slots=True)
class All:
    """Rows that pass every one of several filters; inner `All`s are laid flat.

    Notion takes two levels of nesting only.
    """

    filters: "tuple[Filter, ...]"

    def as_json(self) -> JSON:
        """Return the JSON of the filter."""
        return {"and": [filter.as_json() for filter in self._flat()]}

    def _flat(self) -> "tuple[Filter, ...]":
        inner = (one._flat() if isinstance(one, All) else (one,) for one in self.filters)
        return tuple(filter for filters in inner for filter in filters)


Filter = TextEquals | SelectIs | EditedSince | CreatedSince | All


def _since(timestamp: str, moment: datetime) -> JSON:
    """A filter by time has no key `property`; Notion refuses one that has."""
    return {
        "timestamp": timestamp,
        timestamp: {"on_or_after": f"{_minute(moment):%Y-%m-%dT%H:%M:%SZ}"},
    }


def _minute(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)

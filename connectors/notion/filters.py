"""What a query of a data source asks for (facts 3.3)."""

from dataclasses import dataclass
from datetime import UTC, datetime

JSON = dict[str, object]


@dataclass(frozen=True, slots=True)
class TextEquals:
    """Rows whose text column, named by id or name, holds exactly `text`."""

    property_id: str
    text: str

    def as_json(self) -> JSON:
        """Return the JSON of the filter."""
        return {"property": self.property_id, "rich_text": {"equals": self.text}}


@dataclass(frozen=True, slots=True)
class EditedSince:
    """Rows edited in the minute of `moment` or later.

    Notion cuts its times to the minute, so a window must overlap the one before (facts 4.3).
    """

    moment: datetime

    def as_json(self) -> JSON:
        """Return the JSON of the filter."""
        minute = self.moment.astimezone(UTC).replace(second=0, microsecond=0)
        return {
            "timestamp": "last_edited_time",
            "last_edited_time": {"on_or_after": f"{minute:%Y-%m-%dT%H:%M:%SZ}"},
        }


Filter = TextEquals | EditedSince

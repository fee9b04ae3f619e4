"""Where a new page goes: into a page, or as a row into a data source (docs/notion.md#pages)."""

from dataclasses import dataclass

JSON = dict[str, object]


@dataclass(frozen=True, slots=True)
class InPage:
    """Below a page that is shared with us; such a page has a title and no other property."""

    page_id: str

    def as_json(self) -> JSON:
        """Return the JSON of the parent."""
        return {"type": "page_id", "page_id": self.page_id}


@dataclass(frozen=True, slots=True)
class InDataSource:
    """A row of a data source."""

    data_source_id: str

    def as_json(self) -> JSON:
        """Return the JSON of the parent."""
        return {"type": "data_source_id", "data_source_id": self.data_source_id}

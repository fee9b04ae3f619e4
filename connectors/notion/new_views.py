"""Ways of looking at a data source, as values that know their JSON.

See docs/notion.md#users-and-views.
"""

from dataclasses import dataclass

JSON = dict[str, object]


@dataclass(frozen=True, slots=True)
class TableView:
    """Rows below each other."""

    name: str

    def as_json(self) -> JSON:
        """Return the JSON of the view."""
        return {"name": self.name, "type": "table"}


@dataclass(frozen=True, slots=True)
class BoardView:
    """Cards in columns, one for each option of a select that is named by its id."""

    name: str
    property_id: str

    def as_json(self) -> JSON:
        """Return the JSON of the view."""
        group_by = {
            "type": "select",
            "property_id": self.property_id,
            "sort": {"type": "manual"},
            "hide_empty_groups": False,
        }
        configuration = {"type": "board", "group_by": group_by}
        return {"name": self.name, "type": "board", "configuration": configuration}


NewView = TableView | BoardView

"""Columns that people add in the app and that the API here only reads.

Their values are worked out by the app: a formula says the title, a rollup counts a relation. What a
request would set of them is a loud 501.
"""

from typing import Any

from connectors.sandbox.notion.nouns import DataSource, Page, Property
from connectors.sandbox.notion.state import NotionState

CARRIED = ("files", "formula", "rollup", "button", "verification", "place")
_UNVERIFIED = {"state": "unverified", "verified_by": None, "date": None}


def config_of(source: DataSource, kind: str) -> dict[str, Any]:
    """Return the configuration that the app gives a new column; LookupError without a relation."""
    if kind == "formula":
        return {"expression": 'prop("Name")'}
    if kind != "rollup":
        return {}
    relation = next((one for one in source.schema.values() if one.type == "relation"), None)
    if relation is None:
        raise LookupError
    return {
        "relation_property_id": relation.id,
        "relation_property_name": relation.name,
        "rollup_property_id": "title",
        "rollup_property_name": "Name",
        "function": "count",
    }


def value_of(state: NotionState, page: Page, prop: Property) -> Any:
    """Return the value that the app shows."""
    if prop.type == "files":
        return page.values.get(prop.id) or []
    if prop.type == "formula":
        return {"type": "string", "string": state.title_of(page) or None}
    if prop.type == "rollup":
        counted = page.values.get(prop.config["relation_property_id"]) or []
        return {"type": "number", "number": len(counted), "function": "count"}
    return {"button": {}, "verification": dict(_UNVERIFIED)}.get(prop.type)


def words_of(value: Any) -> str:
    """Return a value as people read it."""
    if isinstance(value, list):
        return ", ".join(one["name"] for one in value)
    shown = value or {}
    return str(shown.get("string") or shown.get("number") or shown.get("state") or "")


def file_at(url: str) -> dict[str, Any]:
    """Return a file elsewhere as people attach it."""
    return {"name": url.rpartition("/")[2] or url, "type": "external", "external": {"url": url}}

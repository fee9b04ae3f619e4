"""One property of a page, whole: the way around the 25 references that a page shows."""

from typing import Any

from connectors.sandbox.notion.answers import properties_of
from connectors.sandbox.notion.errors import not_built
from connectors.sandbox.notion.models import Page, Property
from connectors.sandbox.notion.paging import envelope, slice_of_query
from connectors.sandbox.notion.property_types import type_of
from connectors.sandbox.notion.request_handler import Json, NotionRequest, RequestHandler
from connectors.sandbox.notion.schema import find_all
from connectors.sandbox.notion.values import whole_value


def register(handler: RequestHandler) -> None:
    """Add the endpoint of property items."""
    handler.on("GET", "/v1/pages/<page_id>/properties/<property_id>")(property_item)


def property_item(call: NotionRequest, page_id: str, property_id: str) -> Json:
    """Show a property's value, as a list in slices where it can be long."""
    page = call.state.get(Page, page_id, call.bot)
    prop = find_all(properties_of(call.state, page), [property_id])[0]
    if not type_of(prop).has_item:
        raise not_built(f"{prop.type}s as property items")
    value = whole_value(call.state, page, prop)
    if not type_of(prop).is_paged:
        return {"object": "property_item", **_item(prop, value)}
    places, cursor = slice_of_query(
        call.state, [str(i) for i in range(len(value))], call.query, "query"
    )
    results = [{"object": "property_item", **_item(prop, value[int(i)])} for i in places]
    listed = envelope("property_item", results, cursor)
    listed["property_item"] = {**_item(prop, {}), "next_url": _next_url(page, prop, cursor)}
    return listed


def _item(prop: Property, value: Any) -> Json:
    return {"id": prop.id, "type": prop.type, prop.type: value}


def _next_url(page: Page, prop: Property, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    where = f"https://api.notion.com/v1/pages/{page.id}/properties/{prop.id}"
    return f"{where}?start_cursor={cursor}"

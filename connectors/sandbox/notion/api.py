"""Puts Notion's endpoints together into one blueprint."""

from flask import Blueprint

from connectors.sandbox.notion import (
    routes_blocks,
    routes_comments,
    routes_data_sources,
    routes_databases,
    routes_pages,
    routes_properties,
    routes_search,
    routes_users,
    routes_views,
)
from connectors.sandbox.notion.request_handler import RequestHandler
from connectors.sandbox.notion.state import NotionSandbox

_PARTS = (
    routes_users,
    routes_pages,
    routes_properties,
    routes_databases,
    routes_data_sources,
    routes_blocks,
    routes_comments,
    routes_search,
    routes_views,
)


def notion_blueprint(sandbox: NotionSandbox) -> Blueprint:
    """Return the API of Notion over this sandbox's state; what it does not know is a loud 501."""
    blueprint = Blueprint("sandbox_notion", __name__)
    handler = RequestHandler(sandbox, blueprint)
    for part in _PARTS:
        part.register(handler)
    handler.close()
    return blueprint

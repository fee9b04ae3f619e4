"""A table in the sandbox's Notion, as the threads need it."""

from connectors.notion.client import NotionClient
from connectors.notion.new_properties import (
    NewProperty,
    SelectProperty,
    TextProperty,
    TitleProperty,
)
from connectors.notion.new_values import RichText, Title
from connectors.notion.parents import InDataSource
from connectors.sandbox.notion.state import FIRST_PAGE_ID
from schemas.notion import Page

COLUMNS: dict[str, NewProperty] = {
    "Title": TitleProperty(),
    "Key": TextProperty(),
    "Kind": SelectProperty(["story"]),
}


def make_source(notion: NotionClient) -> str:
    """Make a database below the shared page and return its data source."""
    return notion.create_database(FIRST_PAGE_ID, "Memory", COLUMNS).data_source_ids[0]


def make_row(notion: NotionClient, source: str, title: str = "The door", key: str = "") -> Page:
    """Make a row with a title and a key."""
    return notion.create_page(InDataSource(source), {"Title": Title(title), "Key": RichText(key)})

"""The types of columns that can be read and written as texts. See docs/notion.md#properties."""

from enum import Enum

TICKED = "yes"  # what a tick is as a text


class ColumnType(Enum):
    """The types that can be read and written as texts; the value is Notion's word."""

    TITLE = "title"
    TEXT = "rich_text"
    SELECT = "select"
    TAGS = "multi_select"
    DAY = "date"
    NUMBER = "number"
    URL = "url"
    RELATION = "relation"
    CHECKBOX = "checkbox"

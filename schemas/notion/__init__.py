"""What Notion sends at version 2026-03-11, as values; what is new to us passes through unread."""

from schemas.notion.blocks import Block, read_block
from schemas.notion.comments import Comment, read_comment
from schemas.notion.databases import (
    Database,
    DataSource,
    Option,
    Property,
    read_data_source,
    read_database,
)
from schemas.notion.errors import ErrorBody, read_error_body
from schemas.notion.lists import (
    BlockSlice,
    CommentSlice,
    PageSlice,
    TemplateSlice,
    ValueSlice,
    ViewSlice,
    read_block_slice,
    read_comment_slice,
    read_page_slice,
    read_template_slice,
    read_value_slice,
    read_view_slice,
)
from schemas.notion.pages import Page, read_page
from schemas.notion.texts import Run, joined
from schemas.notion.users import Bot, User, read_bot, read_user
from schemas.notion.values import Value, read_value
from schemas.notion.views import Markdown, View, read_markdown, read_view

__all__ = [
    "Block",
    "BlockSlice",
    "Bot",
    "Comment",
    "CommentSlice",
    "DataSource",
    "Database",
    "ErrorBody",
    "Markdown",
    "Option",
    "Page",
    "PageSlice",
    "Property",
    "Run",
    "TemplateSlice",
    "User",
    "Value",
    "ValueSlice",
    "View",
    "ViewSlice",
    "joined",
    "read_block",
    "read_block_slice",
    "read_bot",
    "read_comment",
    "read_comment_slice",
    "read_data_source",
    "read_database",
    "read_error_body",
    "read_markdown",
    "read_page",
    "read_page_slice",
    "read_template_slice",
    "read_user",
    "read_value",
    "read_value_slice",
    "read_view",
    "read_view_slice",
]

"""Notion's list envelopes: slices of rows, blocks, views and property items, walked by cursor.

See docs/notion.md#ids-and-lists.

A slice that promises more and names no cursor does not fit: it would look like the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, validates_schema

from schemas.fields import Boolean, String
from schemas.notion.blocks import Block, BlockSchema
from schemas.notion.comments import Comment, CommentSchema
from schemas.notion.pages import Page, PageSchema
from schemas.notion.values import Value, ValueSchema
from schemas.notion.views import View, ViewSchema
from schemas.reading import Listed, VendorSchema, reader


class _ListSchema(VendorSchema):
    """What every envelope has beside its results."""

    has_checks = True
    next_cursor = String(allow_none=True)
    has_more = Boolean(required=True)

    @validates_schema
    def require_cursor(self, found: Mapping[str, Any], **_: Any) -> None:
        """Refuse a slice that has more but does not say where."""
        if found.get("has_more") and not found.get("next_cursor"):
            raise ValidationError({"next_cursor": ["Missing."]})


@dataclass(frozen=True, slots=True)
class PageSlice:
    """Some rows of a query; `is_incomplete` where Notion stops before the last one.

    See docs/notion.md#querying-rows.
    """

    results: tuple[Page, ...] = ()
    next_cursor: str | None = None
    has_more: bool = False
    is_incomplete: bool = False


def _page_slice(*, results: tuple[Page, ...], **known: Any) -> PageSlice:
    return PageSlice(tuple(row for row in results if row.id), **known)


class PageSliceSchema(_ListSchema):
    """The envelope of a query; left out are a wiki's data sources, and what has no id."""

    makes = _page_slice

    results = Listed(PageSchema, required=True)
    is_incomplete = Boolean()

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Read the status of the request, and keep pages only."""
        status = body.get("request_status")
        is_incomplete = isinstance(status, dict) and status.get("type") == "incomplete"
        return {**body, "results": _pages(body.get("results")), "is_incomplete": is_incomplete}


@dataclass(frozen=True, slots=True)
class BlockSlice:
    """Some children of a block or page, or what an append made (with what lies behind it)."""

    results: tuple[Block, ...] = ()
    next_cursor: str | None = None
    has_more: bool = False


class BlockSliceSchema(_ListSchema):
    """The envelope of block lists and of appends."""

    makes = BlockSlice

    results = Listed(BlockSchema, required=True)


@dataclass(frozen=True, slots=True)
class CommentSlice:
    """Some comments on a page or block."""

    results: tuple[Comment, ...] = ()
    next_cursor: str | None = None
    has_more: bool = False


class CommentSliceSchema(_ListSchema):
    """The envelope of comments."""

    makes = CommentSlice

    results = Listed(CommentSchema, required=True)


@dataclass(frozen=True, slots=True)
class ValueSlice:
    """Some parts of one value: a run or a page id each (docs/notion.md#pages)."""

    results: tuple[Value, ...] = ()
    next_cursor: str | None = None
    has_more: bool = False


class ValueSliceSchema(_ListSchema):
    """The envelope of property items: single things under the names of list types."""

    makes = ValueSlice

    results = Listed(ValueSchema, required=True)

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Give single runs and references the list shape that values have on a page.

        A type without a list answers with one plain property item.
        """
        if body.get("object") == "property_item":
            return {"results": [body], "has_more": False}
        results = body.get("results")
        if not isinstance(results, list):
            return dict(body)
        return {**body, "results": [_listed(item) for item in results]}


@dataclass(frozen=True, slots=True)
class ViewSlice:
    """Some views of a database, by id."""

    results: tuple[View, ...] = ()
    next_cursor: str | None = None
    has_more: bool = False


class ViewSliceSchema(_ListSchema):
    """The envelope of views."""

    makes = ViewSlice

    results = Listed(ViewSchema, required=True)


@dataclass(frozen=True, slots=True)
class TemplateSlice:
    """Some templates of rows: pages, by id."""

    results: tuple[View, ...] = ()
    next_cursor: str | None = None
    has_more: bool = False


class TemplateSliceSchema(_ListSchema):
    """The envelope of templates; its entries have an id and a name, as views have."""

    makes = TemplateSlice

    results = Listed(ViewSchema, required=True)

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Call its entries as every other envelope does."""
        return {**body, "results": body.get("templates")}


def _pages(results: object) -> object:
    if not isinstance(results, list):
        return results
    return [row for row in results if not _is_data_source(row)]


def _is_data_source(row: object) -> bool:
    return isinstance(row, dict) and row.get("object") == "data_source"


def _listed(item: object) -> object:
    if not isinstance(item, dict):
        return item
    kind = item.get("type")
    if kind not in ("title", "rich_text", "relation") or kind not in item:
        return item
    return {**item, kind: [item[kind]]}


read_page_slice = reader(PageSliceSchema(), PageSlice)
read_block_slice = reader(BlockSliceSchema(), BlockSlice)
read_comment_slice = reader(CommentSliceSchema(), CommentSlice)
read_template_slice = reader(TemplateSliceSchema(), TemplateSlice)
read_value_slice = reader(ValueSliceSchema(), ValueSlice)
read_view_slice = reader(ViewSliceSchema(), ViewSlice)

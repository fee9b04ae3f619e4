"""Notion's calls about pages: read, make, change, trash, move, and their bodies as markdown.

Rows of a data source are pages too; how they are found stands in `connectors.notion.rows`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from connectors.errors import RefusedForGood
from connectors.http import Call
from connectors.notion.calls import SLICE, NotionCalls, reading, slice_of
from connectors.notion.new_blocks import MOST_BLOCKS, NewBlock
from connectors.notion.new_values import NewValue
from connectors.notion.parents import InDataSource, InPage
from schemas.notion import (
    Markdown,
    Page,
    Value,
    joined,
    read_markdown,
    read_page,
    read_page_slice,
    read_value_slice,
)

# A page's answer shows this many references of a value, and may not say that there are more.
REFERENCES_SHOWN = 25


class PageCalls(NotionCalls):
    """Pages and their values."""

    def page(self, page_id: str) -> Page:
        """Return a page, trashed or archived too.

        https://developers.notion.com/reference/retrieve-a-page
        """
        return self._account.ask(reading("/v1/pages/{page_id}", page_id=page_id), read_page)

    def value(self, page_id: str, property_id: str) -> Value:
        """Return all of one property: a page's answer shows 25 of a relation only.

        Ids come percent-encoded from Notion and are taken as they come.

        https://developers.notion.com/reference/retrieve-a-page-property
        """
        route = "/v1/pages/{page_id}/properties/{property_id}"
        known_id = unquote(property_id)

        found = self._walk(
            lambda cursor: slice_of(route, cursor, page_id=page_id, property_id=known_id),
            read_value_slice,
        )
        return _whole(property_id, found)

    def whole_page(self, page_id: str) -> Page:
        """Return a page with all of every value, one more call for each that is cut.

        https://developers.notion.com/reference/retrieve-a-page-property
        """
        page = self.page(page_id)
        cut = {name: value for name, value in page.properties.items() if _may_be_cut(value)}
        whole = {name: self.value(page_id, value.id) for name, value in cut.items()}
        return replace(page, properties={**page.properties, **whole})

    def create_page(
        self,
        parent: InPage | InDataSource,
        properties: Mapping[str, NewValue],
        children: Sequence[NewBlock] = (),
    ) -> Page:
        """Make a page or row; keys are names or ids of properties.

        It takes what one call takes: of a longer body give the first of `slices(children)` here and
        `append` the others once the page's id is stored. Raise `ValueError` for more than 100
        blocks. Not harmless to repeat: it would make a second page; after `LookFirst` take its
        `committed_resource_id` if there is one, otherwise query by a key of your own.

        https://developers.notion.com/reference/post-page
        """
        if len(children) > MOST_BLOCKS:
            raise ValueError(f"A new page takes {MOST_BLOCKS} blocks, not {len(children)}.")
        body: dict[str, object] = {
            "parent": parent.as_json(),
            "properties": _values_json(properties),
        }
        if children:
            body["children"] = [block.as_json() for block in children]
        call = Call(method="POST", route="/v1/pages", body=body, harmless=False)
        return self._account.ask(call, read_page)

    def update_page(self, page_id: str, properties: Mapping[str, NewValue]) -> Page:
        """Set some properties of a page; the others stay.

        Notion takes no precondition: read and compare before. Harmless to repeat: it sets values.

        https://developers.notion.com/reference/patch-page
        """
        return self._patch_page(page_id, {"properties": _values_json(properties)})

    def trash_page(self, page_id: str) -> Page:
        """Put a page into the trash, where people can find it. Harmless to repeat.

        Notion refuses what is sent for a page in the trash, so it is looked at before a no is
        believed: one that is there already comes back as it is.
        """
        try:
            return self._patch_page(page_id, {"in_trash": True})
        except RefusedForGood:
            page = self.page(page_id)
            if not page.in_trash:
                raise
            return page

    def restore_page(self, page_id: str) -> Page:
        """Take a page out of the trash. Harmless to repeat."""
        return self._patch_page(page_id, {"in_trash": False})

    def move_page(self, page_id: str, parent: InPage | InDataSource) -> Page:
        """Put a page under another page, or as a row into a data source.

        Values for which the new place has no column are lost. Harmless to repeat: it sets a place.

        https://developers.notion.com/reference/move-page
        """
        call = Call(
            method="POST",
            route="/v1/pages/{page_id}/move",
            ids={"page_id": page_id},
            body={"parent": parent.as_json()},
            harmless=True,
        )
        return self._account.ask(call, read_page)

    def markdown(self, page_id: str) -> Markdown:
        """Return a page's body in Notion's markdown, which cannot say everything.

        What it leaves out is named by `unknown_block_ids`. It is for reading and searching only:
        written back it would lose that.

        https://developers.notion.com/reference/retrieve-page-markdown
        """
        call = reading("/v1/pages/{page_id}/markdown", page_id=page_id)
        return self._account.ask(call, read_markdown)

    def search(self, title: str) -> tuple[Page, ...]:
        """Return up to 100 pages whose title is like `title`: a last resort.

        Search lags, and is never complete: what it does not find may well exist. Keep ids instead.

        https://developers.notion.com/reference/post-search
        """
        body = {
            "query": title,
            "filter": {"property": "object", "value": "page"},
            "sort": {"timestamp": "last_edited_time", "direction": "descending"},
            "page_size": SLICE,
        }
        call = Call(method="POST", route="/v1/search", body=body, harmless=True)
        return self._account.ask(call, read_page_slice).results

    def _patch_page(self, page_id: str, body: object) -> Page:
        call = Call(
            method="PATCH",
            route="/v1/pages/{page_id}",
            ids={"page_id": page_id},
            body=body,
            harmless=True,
        )
        return self._account.ask(call, read_page)


def _values_json(properties: Mapping[str, NewValue]) -> dict[str, object]:
    return {key: value.as_json() for key, value in properties.items()}


def _may_be_cut(value: Value) -> bool:
    mentions = sum(run.type == "mention" for run in value.runs)
    return value.has_more or max(mentions, len(value.relation)) >= REFERENCES_SHOWN


def _whole(property_id: str, found: Sequence[Value]) -> Value:
    """Join the parts of a value; a single part is the value already."""
    if len(found) == 1:
        return found[0]
    runs = tuple(run for part in found for run in part.runs)
    return Value(
        id=property_id,
        type=found[0].type if found else "",
        text=joined(runs),
        relation=tuple(page_id for part in found for page_id in part.relation),
        runs=runs,
        unread=tuple(place for part in found for place in part.unread),
    )

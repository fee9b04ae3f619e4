"""Notion's calls that the product needs: pages, databases, data sources, blocks, whose token it is.

One method is one call or one walk over slices; each names the paragraph of `facts/notion.md` it
rests on. Every method may raise what `connectors.errors` draws; docstrings name an error only
where the caller has to act on it in a special way.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from connectors.account import Account, TokenSource, signed_by
from connectors.errors import ConnectorError, Evidence, Incomplete, LookFirst
from connectors.http import HTTP, Call, Service
from connectors.notion.complaints import read_complaint
from connectors.notion.filters import Filter
from connectors.notion.new_blocks import MOST_BLOCKS, NewBlock, slices
from connectors.notion.new_properties import NewProperty, RelationProperty, Rename
from connectors.notion.new_values import NewValue
from connectors.notion.parents import InDataSource, InPage
from connectors.notion.rich_text import rich_text
from connectors.paging import CursorSlice, walk_cursors
from schemas.notion import (
    Block,
    Bot,
    Database,
    DataSource,
    Page,
    Value,
    joined,
    read_block,
    read_block_slice,
    read_bot,
    read_data_source,
    read_database,
    read_page,
    read_page_slice,
    read_value_slice,
)

BASE_URL = "https://api.notion.com"
# The newest version of the data API (facts 1.1). It is pinned because a version changes what
# answers mean: `in_trash`, `position` and data sources are read and written as this one has them.
VERSION = "2026-03-11"
# Notion's largest slice.
SLICE = 100


class NotionClient:
    """Notion as one token sees it; safe to share between threads."""

    def __init__(self, http: HTTP, token: str | TokenSource, base_url: str = BASE_URL) -> None:
        self._account = Account(
            http,
            Service(
                vendor="notion",
                base_url=base_url,
                auth=signed_by(token, "notion"),
                complaint=read_complaint,
                headers={"Notion-Version": VERSION},
                request_id_header="x-notion-request-id",
            ),
        )

    def me(self) -> Bot:
        """Return the bot that this token acts as, and its workspace (facts 3.10)."""
        return self._account.ask(_reading("/v1/users/me"), read_bot)

    def page(self, page_id: str) -> Page:
        """Return a page, trashed or archived too (facts 3.4)."""
        return self._account.ask(_reading("/v1/pages/{page_id}", page_id=page_id), read_page)

    def value(self, page_id: str, property_id: str) -> Value:
        """Return all of one property: a page's answer shows 25 of a relation only (facts 3.4).

        Ids come percent-encoded from Notion and are taken as they come.
        """
        route = "/v1/pages/{page_id}/properties/{property_id}"
        ids = {"page_id": page_id, "property_id": unquote(property_id)}

        def fetch(cursor: str | None) -> CursorSlice[Value]:
            found = self._account.ask(_slice(route, cursor, **ids), read_value_slice)
            return CursorSlice(found.results, found.next_cursor)

        where = self._account.where(_slice(route, None, **ids))
        return _whole(property_id, tuple(walk_cursors(fetch, where)))

    def create_page(
        self,
        parent: InPage | InDataSource,
        properties: Mapping[str, NewValue],
        children: Sequence[NewBlock] = (),
    ) -> Page:
        """Make a page or row; keys are names or ids of properties (facts 3.4).

        It takes what one call takes: of a longer body give the first of `slices(children)` here and
        `append` the others once the page's id is stored. Raise `ValueError` for more than 100
        blocks. Not harmless to repeat: it would make a second page; after `LookFirst` take its
        `committed_resource_id` if there is one, otherwise query by a key of your own.
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
        """Set some properties of a page; the others stay (facts 3.4).

        Notion takes no precondition: read and compare before. Harmless to repeat: it sets values.
        """
        return self._patch_page(page_id, {"properties": _values_json(properties)})

    def trash_page(self, page_id: str) -> Page:
        """Put a page into the trash, where people can find it. Harmless to repeat."""
        return self._patch_page(page_id, {"in_trash": True})

    def restore_page(self, page_id: str) -> Page:
        """Take a page out of the trash. Harmless to repeat."""
        return self._patch_page(page_id, {"in_trash": False})

    def create_database(
        self,
        parent_page_id: str,
        title: str,
        properties: Mapping[str, NewProperty],
        *,
        is_inline: bool = True,
    ) -> Database:
        """Make a database with one data source of these columns below a page (facts 3.1).

        The answer names the data source but not its columns: read them with `data_source`. Not
        harmless to repeat: it would make a second database; after `LookFirst` see `children`.
        """
        body = {
            "parent": InPage(parent_page_id).as_json(),
            "title": rich_text(title),
            "is_inline": is_inline,
            "initial_data_source": {"properties": _columns_json(properties)},
        }
        call = Call(method="POST", route="/v1/databases", body=body, harmless=False)
        return self._account.ask(call, read_database)

    def database(self, database_id: str) -> Database:
        """Return a database: title and data sources, no columns (facts 3.1)."""
        call = _reading("/v1/databases/{database_id}", database_id=database_id)
        return self._account.ask(call, read_database)

    def data_source(self, data_source_id: str) -> DataSource:
        """Return a data source with its columns (facts 3.2)."""
        call = _reading("/v1/data_sources/{data_source_id}", data_source_id=data_source_id)
        return self._account.ask(call, read_data_source)

    def update_data_source(
        self, data_source_id: str, properties: Mapping[str, NewProperty | Rename | None]
    ) -> DataSource:
        """Add, change, rename or (None) remove columns; keys are names or ids (facts 3.2).

        Harmless to repeat, except where a relation with a way back is made: that could come twice.
        """
        call = Call(
            method="PATCH",
            route="/v1/data_sources/{data_source_id}",
            ids={"data_source_id": data_source_id},
            body={"properties": _columns_json(properties)},
            harmless=not any(_has_way_back(column) for column in properties.values()),
        )
        return self._account.ask(call, read_data_source)

    def query(self, data_source_id: str, filter: Filter | None = None) -> tuple[Page, ...]:
        """Return the rows of a data source, the oldest first, 100 a call (facts 3.3).

        Trashed and archived rows are not among them: ask for a missing row with `page` before you
        believe that it is gone. Raise `Incomplete` where Notion stops at 10,000 rows.
        """

        def call(cursor: str | None) -> Call:
            return _query(data_source_id, filter, cursor)

        def fetch(cursor: str | None) -> CursorSlice[Page]:
            found = self._account.ask(call(cursor), read_page_slice)
            if found.is_incomplete:
                evidence = Evidence(status=200, code="query_result_limit_reached")
                raise Incomplete(self._account.where(call(cursor)), evidence)
            return CursorSlice(found.results, found.next_cursor)

        rows = walk_cursors(fetch, self._account.where(call(None)))
        return tuple({row.id: row for row in rows}.values())

    def children(self, block_id: str) -> tuple[Block, ...]:
        """Return the blocks of a page or block, one level deep, 100 a call (facts 3.5)."""
        route = "/v1/blocks/{block_id}/children"

        def fetch(cursor: str | None) -> CursorSlice[Block]:
            found = self._account.ask(_slice(route, cursor, block_id=block_id), read_block_slice)
            return CursorSlice(found.results, found.next_cursor)

        where = self._account.where(_slice(route, None, block_id=block_id))
        return tuple(walk_cursors(fetch, where))

    def append(
        self, block_id: str, blocks: Sequence[NewBlock], after: str | None = None
    ) -> tuple[Block, ...]:
        """Add blocks at the end or behind the child `after`; return the new ones in order.

        One call takes 100 blocks (facts 3.6); later calls go on behind what the one before made.
        Not harmless to repeat: blocks would come twice. `LookFirst` is also what any error of a
        later call becomes, because earlier ones have written: its `committed_child_ids` name all
        blocks that are known to be there.
        """
        made: list[Block] = []
        for portion in slices(blocks):
            behind = made[-1].id if made else after
            try:
                made.extend(self._append_portion(block_id, portion, behind))
            except ConnectorError as err:
                if not made:
                    raise
                raise _half_appended(err, block_id, made) from err
        return tuple(made)

    def update_block(self, block_id: str, block: NewBlock) -> Block:
        """Replace the words of a block; its type cannot change (facts 3.6).

        Harmless to repeat: it sets values.
        """
        call = Call(
            method="PATCH",
            route="/v1/blocks/{block_id}",
            ids={"block_id": block_id},
            body={block.type: block.content()},
            harmless=True,
        )
        return self._account.ask(call, read_block)

    def delete_block(self, block_id: str) -> None:
        """Put a block into the trash (facts 3.6). Harmless to repeat: it can be gone only once.

        Raise `NotThereOrNotShared` when it was not there to begin with.
        """
        self._account.delete(
            Call(
                method="DELETE",
                route="/v1/blocks/{block_id}",
                ids={"block_id": block_id},
                harmless=True,
            )
        )

    def _patch_page(self, page_id: str, body: object) -> Page:
        call = Call(
            method="PATCH",
            route="/v1/pages/{page_id}",
            ids={"page_id": page_id},
            body=body,
            harmless=True,
        )
        return self._account.ask(call, read_page)

    def _append_portion(
        self, block_id: str, portion: Sequence[NewBlock], behind: str | None
    ) -> tuple[Block, ...]:
        """Send one call; its answer lists our blocks first and then all later siblings."""
        body: dict[str, object] = {"children": [block.as_json() for block in portion]}
        if behind is not None:
            body["position"] = {"type": "after_block", "after_block": {"id": behind}}
        call = Call(
            method="PATCH",
            route="/v1/blocks/{block_id}/children",
            ids={"block_id": block_id},
            body=body,
            harmless=False,
        )
        made = self._account.ask(call, read_block_slice).results[: len(portion)]
        if [block.type for block in made] != [block.type for block in portion]:
            raise LookFirst(self._account.where(call), Evidence(code="other_blocks_than_asked"))
        return made


def _reading(route: str, **ids: str) -> Call:
    return Call(method="GET", route=route, ids=ids, harmless=True)


def _slice(route: str, cursor: str | None, **ids: str) -> Call:
    query = {"page_size": str(SLICE), **({"start_cursor": cursor} if cursor else {})}
    return Call(method="GET", route=route, ids=ids, query=query, harmless=True)


def _query(data_source_id: str, filter: Filter | None, cursor: str | None) -> Call:
    """A query is a POST that only reads; without a sort Notion promises no order."""
    body: dict[str, object] = {
        "sorts": [{"timestamp": "created_time", "direction": "ascending"}],
        "page_size": SLICE,
    }
    if filter is not None:
        body["filter"] = filter.as_json()
    if cursor:
        body["start_cursor"] = cursor
    return Call(
        method="POST",
        route="/v1/data_sources/{data_source_id}/query",
        ids={"data_source_id": data_source_id},
        body=body,
        harmless=True,
    )


def _values_json(properties: Mapping[str, NewValue]) -> dict[str, object]:
    return {key: value.as_json() for key, value in properties.items()}


def _columns_json(properties: Mapping[str, NewProperty | Rename | None]) -> dict[str, object]:
    return {key: None if column is None else column.as_json() for key, column in properties.items()}


def _has_way_back(column: NewProperty | Rename | None) -> bool:
    return isinstance(column, RelationProperty) and column.dual


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
    )


def _half_appended(err: ConnectorError, block_id: str, made: Sequence[Block]) -> LookFirst:
    known = err.committed_child_ids if isinstance(err, LookFirst) else ()
    ids = (*(block.id for block in made), *known)
    return LookFirst(err.where, err.evidence, block_id, ids)

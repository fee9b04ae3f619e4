"""Notion's calls that find rows: queries that end by themselves, and those that Notion ends.

Always sorted by the time of making: it never changes, so that rows edited during a walk may come
twice but never slip through. Trashed rows never come, archived ones only when asked for: a row
that is missing here is not gone before `page` says so (docs/notion.md#querying-rows).

Thousands of rows have the same columns, options and makers, and Notion says each of these in every
row: `RowSlimmer` keeps them once, a row as it comes, so that only one slice is in memory as Notion
sends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from sys import intern

from connectors.errors import Evidence, Incomplete
from connectors.http import Call
from connectors.notion.calls import SLICE, NotionCalls
from connectors.notion.filters import All, CreatedSince, Filter
from schemas.notion import Page, PageSlice, Value, read_page_slice


class RowCalls(NotionCalls):
    """Queries."""

    def query(
        self, data_source_id: str, filter: Filter | None = None, *, is_archived: bool = False
    ) -> tuple[Page, ...]:
        """Return the rows of a data source, the oldest first, 100 a call.

        Trashed rows are not among them, archived ones only and alone with `is_archived`: ask for a
        missing row with `page` before you believe that it is gone. Raise `Incomplete` where Notion
        stops at 10,000 rows.

        https://developers.notion.com/reference/query-a-data-source
        """
        rows = self.each_row(data_source_id, filter, is_archived=is_archived)
        return tuple({row.id: row for row in rows}.values())

    def each_row(
        self, data_source_id: str, filter: Filter | None = None, *, is_archived: bool = False
    ) -> Iterator[Page]:
        """Yield the rows of `query` as they come, 100 in memory at a time; one may come twice.

        Where Notion stops, `Incomplete` comes after the last row: those before are not all.
        """
        stopped: list[bool] = []
        yield from self._window(data_source_id, filter, is_archived, stopped)
        if any(stopped):
            raise self._incomplete(data_source_id)

    def query_all(
        self, data_source_id: str, filter: Filter | None = None, *, with_archived: bool = False
    ) -> tuple[Page, ...]:
        """Return all rows however many, the oldest first, archived ones after the others.

        Where Notion stops, the walk goes on from the minute in which the last row was made; that
        minute is read twice and its rows counted once. Raise `Incomplete` if one minute
        alone holds more than Notion gives.

        https://developers.notion.com/reference/query-a-data-source
        """
        rows: dict[str, Page] = {}
        for is_archived in (False, True) if with_archived else (False,):
            since: datetime | None = None
            is_whole = False
            while not is_whole:
                narrowed, stopped = _narrowed(filter, since), list[bool]()
                found = tuple(self._window(data_source_id, narrowed, is_archived, stopped))
                is_whole = not any(stopped)
                rows.update({row.id: row for row in found})
                latest = max((row.created_time for row in found if row.created_time), default=None)
                if not is_whole and latest in (None, since):
                    raise self._incomplete(data_source_id)
                since = latest
        return tuple(rows.values())

    def _window(
        self, data_source_id: str, filter: Filter | None, is_archived: bool, stopped: list[bool]
    ) -> Iterator[Page]:
        """Yield the rows that one query gives, and add of each slice whether Notion stops there."""

        def read(body: object) -> PageSlice:
            found = read_page_slice(body)
            stopped.append(found.is_incomplete)
            return found

        return self._each(lambda cursor: _query(data_source_id, filter, cursor, is_archived), read)

    def _incomplete(self, data_source_id: str) -> Incomplete:
        evidence = Evidence(status=200, code="query_result_limit_reached")
        where = self._account.where(_query(data_source_id, None, None, is_archived=False))
        return Incomplete(where, evidence)


def _narrowed(filter: Filter | None, since: datetime | None) -> Filter | None:
    if since is None:
        return filter
    return CreatedSince(since) if filter is None else All((filter, CreatedSince(since)))


def _query(
    data_source_id: str, filter: Filter | None, cursor: str | None, is_archived: bool
) -> Call:
    """A query is a POST that only reads; without a sort Notion promises no order."""
    body: dict[str, object] = {
        "sorts": [{"timestamp": "created_time", "direction": "ascending"}],
        "page_size": SLICE,
    }
    if filter is not None:
        body["filter"] = filter.as_json()
    if is_archived:
        body["is_archived"] = True
    if cursor:
        body["start_cursor"] = cursor
    return Call(
        method="POST",
        route="/v1/data_sources/{data_source_id}/query",
        ids={"data_source_id": data_source_id},
        body=body,
        harmless=True,
    )


@dataclass(slots=True)
class RowSlimmer:
    """Slims the rows of one run."""

    known: dict[Value, Value] = field(default_factory=dict)  # without words or an address

    def slimmed(self, rows: Iterable[Page]) -> tuple[Page, ...]:
        """Return rows in the order in which they come; of one that comes twice, the last."""
        return tuple({row.id: self._slim(row) for row in rows}.values())

    def _slim(self, row: Page) -> Page:
        return replace(
            row,
            properties={intern(name): self._once(each) for name, each in row.properties.items()},
            parent_type=_once(row.parent_type),
            parent_id=_once(row.parent_id),
            created_by=_once(row.created_by),
            last_edited_by=_once(row.last_edited_by),
        )

    def _once(self, value: Value) -> Value:
        if value.text or value.url:
            name, kind = intern(value.id), intern(value.type)
            return Value(id=name, type=kind, text=value.text, url=value.url)
        return self.known.setdefault(value, value)


def _once(text: str | None) -> str | None:
    return None if text is None else intern(text)

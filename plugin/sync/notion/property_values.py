"""Rows between Notion's types and our texts: values read, values to be written, columns made."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from connectors.notion.column_types import ColumnType
from connectors.notion.new_properties import NewProperty, RelationProperty
from connectors.notion.new_values import NewValue
from connectors.notion.value_texts import property_of, text_of, value_of
from plugin.domain.blankness import one_line
from plugin.domain.notion_places import DataSource as Source
from plugin.sync import messages
from plugin.sync.columns import COLUMNS, TITLES, Column
from plugin.sync.pieces.values import THEIRS, Values, many
from schemas.notion import Page, Value
from schemas.notion.pages import plain_id

LOG = logging.getLogger("hedgerow.sync")
ALL_READ: frozenset[str] = frozenset()  # one for all rows: an empty set takes 216 bytes


@dataclass(frozen=True, slots=True)
class Table:
    """One of our data sources with the columns that can be used in this run."""

    name: str  # communities, sessions, memory
    source: Source
    usable: frozenset[str]  # fields whose column is there and has its type
    retyped: Mapping[str, str]  # fields whose column has another type, and which
    new: frozenset[str] = frozenset()  # fields whose column is yet to be made: empty in every row
    themes_offered: tuple[str, ...] = ()  # names among which people choose themes there

    def property_id(self, field: str) -> str:
        """Return the id of a field's column."""
        return self.source.columns[field]

    def holds(self, page: Page) -> bool:
        """Say whether a row stands in it."""
        return page.parent_id in (self.source.data_source_id, self.source.database_id)

    @property
    def relations(self) -> frozenset[str]:
        """Return the ids of our relations that can be used."""
        return frozenset(
            self.property_id(column.field)
            for column in COLUMNS[self.name]
            if column.type is ColumnType.RELATION and column.field in self.usable - self.new
        )


Tables = Mapping[str, Table]  # by source


def column_messages(of: Table) -> Iterator[str]:
    """Say of each column that people removed or gave another type what can be done."""
    for column in COLUMNS[of.name]:
        said = {"name": column.name, "source": TITLES[of.name]}
        if column.field in of.retyped and not of.retyped[column.field]:
            yield messages.COLUMN_TYPE_UNREAD.format(**said)
        elif column.field in of.retyped:
            types = {"ours": column.type.value, "theirs": of.retyped[column.field]}
            yield messages.COLUMN_RETYPED.format(**said, **types)
        elif column.field not in of.usable:
            yield messages.COLUMN_GONE.format(**said)


def read_values(of: Table, page: Page, our_ids: Mapping[str, str]) -> tuple[Values, frozenset[str]]:
    """Return a row's values as texts, and the fields of ours whose values cannot be read.

    `our_ids` are ours by Notion page id, for relations; one among the rows of a table names those
    of them that are there, and no others. Of what cannot be read the log says where, and no values.
    """
    found = dict.fromkeys(of.new, "")
    unread = set()
    for column, value in _own_values(of, page):
        if value is None or (places := why_unread(column, value)):
            unread.add(column.field)
            where = ", ".join(("properties",) if value is None else places)
            LOG.warning("%s, %s, cannot be read: %s", of.name, column.field, where)
            continue
        if value.has_more and column.to:
            continue  # more than a page's answer shows: what is there cannot be compared
        if column.to:
            known = (each for each in value.relation if column.to != of.name or each in our_ids)
            found[column.field] = many(our_ids.get(each, each) for each in known)
            continue
        text = text_of(column.type, value)
        is_line = column.type in (ColumnType.TITLE, ColumnType.TEXT)
        found[column.field] = one_line(text) if is_line else text
    return found, frozenset(unread) if unread else ALL_READ


def why_unread(column: Column, value: Value) -> tuple[str, ...]:
    """Return the places of a value that cannot be read, none if it can."""
    if value.unread:
        return value.unread
    return () if value.type == column.type.value else ("type",)


def _own_values(of: Table, page: Page) -> Iterator[tuple[Column, Value | None]]:
    """Yield our columns that can be used, each with its value where the row has one."""
    usable, values = of.usable - of.new, page.values_by_id
    for column in COLUMNS[of.name]:
        if column.field in usable:
            yield column, values.get(plain_id(of.property_id(column.field)))


def new_values(of: Table, values: Values, page_ids: Mapping[str, str]) -> dict[str, NewValue]:
    """Return values to be written, by property id; columns that cannot be used are left out.

    `page_ids` are Notion's by our id; raise KeyError for a row that is not in Notion yet.
    """
    return {
        of.property_id(column.field): _new_value(column.type, values[column.field], page_ids)
        for column in COLUMNS[of.name]
        if column.field in values and column.field in of.usable
    }


def new_columns(columns: Iterable[Column], made: Mapping[str, Source]) -> dict[str, NewProperty]:
    """Return columns to be made, by their names; relations lead to sources made before.

    One to its own table is left out until that is made: it is added to it.
    """
    return {
        column.name: _new_column(column, made)
        for column in columns
        if not column.to or column.to in made
    }


def _new_value(kind: ColumnType, text: str, page_ids: Mapping[str, str]) -> NewValue:
    if kind is ColumnType.RELATION and text:
        text = "\n".join(page_ids.get(each) or _page_id(each) for each in text.split("\n"))
    return value_of(kind, text)


def _page_id(entry: str) -> str:
    """Return the page of a row that people made; raise KeyError for a row of ours."""
    if not entry.startswith(THEIRS):
        raise KeyError(entry)
    return entry.removeprefix(THEIRS)


def _new_column(column: Column, made: Mapping[str, Source]) -> NewProperty:
    if column.type is ColumnType.RELATION:
        return RelationProperty(made[column.to].data_source_id, dual=bool(column.back))
    return property_of(column.type, column.options)

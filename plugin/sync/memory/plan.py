"""What is to be made of a memory in Notion: its page and tables, and what the tables lack.

a column of ours in a table          │ what is done                     │ with --mend-columns
─────────────────────────────────────┼──────────────────────────────────┼────────────────────
not known yet, one has its name      │ learnt                           │ the same
not known yet                        │ made                             │ the same
known, there with its type           │ nothing                          │ the same
known, gone                          │ nothing; it is said              │ made again
known, of another type now           │ nothing; it is said              │ made beside it
a select, we have more options now   │ added, but for those that people │ the same
                                     │ removed                          │
a select that has another type now   │ nothing, nothing is remembered   │ made beside it
a select whose options are unreadable│ nothing, nothing is remembered   │ the same
a relation, its way back is unnamed  │ named once, if the name is free  │ the same
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from connectors.notion.column_types import ColumnType
from plugin.domain.links import Link
from plugin.domain.notion_places import DataSource, NotionPlace
from plugin.sync.actions import About, Action
from plugin.sync.columns import BACK_SIDES, COLUMNS, SOURCE_OF_KIND, SOURCES, Column
from plugin.sync.memory_actions import (
    PAGE,
    AddColumns,
    AddOptions,
    ForgetColumns,
    LearnColumns,
    LearnOptions,
    LearnWaysBack,
    MakePage,
    MakeTable,
    MemoryAction,
    NameWaysBack,
    about_part,
)


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column as it is in Notion."""

    id: str
    name: str
    type: str
    options: tuple[str, ...] = ()
    has_way_back: bool = False
    is_unread: bool = False  # its options cannot be read


@dataclass(slots=True)
class PlannedTable:
    """A table once everything that was decided is made: columns that are new have no id yet."""

    name: str
    about: About
    there: Sequence[FoundColumn]
    ids: dict[str, str]  # by field
    options: Mapping[str, tuple[str, ...]]  # that were offered, by field
    back_relations: dict[str, str]  # ids, by the source that leads here
    new: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, name: str, there: Sequence[FoundColumn], known: DataSource | None) -> PlannedTable:
        """Return a table as it is, with what is known of it; None: nothing yet."""
        known = known or DataSource("", "")
        ids, ways = dict(known.columns), dict(known.back_relations)
        return cls(name, about_part(name), there, ids, known.options, ways)

    def by_id(self, column: str) -> FoundColumn | None:
        """Return the column of a field as it is there, None for one that is gone, or new."""
        wanted = unquote(self.ids.get(column, ""))
        return next((each for each in self.there if wanted and unquote(each.id) == wanted), None)

    def by_name(self, name: str) -> FoundColumn | None:
        """Return the column that is called so in Notion."""
        return next((each for each in self.there if each.name == name), None)

    def is_usable(self, column: Column) -> bool:
        """Say whether a column is there with its type, or will be."""
        found = self.by_id(column.field)
        return column.field in self.new or (found is not None and found.type == column.type.value)


def missing(place: NotionPlace | None) -> tuple[MemoryAction, ...]:
    """Return the page and the tables that are to be made, in order."""
    tables = [name for name in SOURCES if place is None or place.source(name) is None]
    page = (MakePage(about=about_part(PAGE)),) if place is None else ()
    return (*page, *(MakeTable(about=about_part(name)) for name in tables))


def as_made(name: str) -> tuple[FoundColumn, ...]:
    """Return the columns that a table has when it was just made: but for those to itself."""
    return tuple(
        FoundColumn(each.field, each.name, each.type.value, each.options, bool(each.back))
        for each in COLUMNS[name]
        if each.to != name
    )


def decide(
    known: Mapping[str, DataSource | None],
    there: Mapping[str, Sequence[FoundColumn]],
    *,
    mends: bool,
) -> tuple[tuple[MemoryAction, ...], dict[str, PlannedTable]]:
    """Decide what is made and learnt in the tables of a memory, and what they come to."""
    tables = {name: PlannedTable.of(name, there[name], known[name]) for name in SOURCES}
    parts: list[MemoryAction] = []
    for table in tables.values():
        parts += _learn(table)
        parts += _mend(table, tables) if mends else ()
        parts += _options(table)
    for table in tables.values():
        parts += _ways_back(table, tables)
    return tuple(parts), tables


def forgotten(links: Iterable[Link], parts: Iterable[Action]) -> tuple[Link, ...]:
    """Return the links with nothing agreed on in columns that are made anew."""
    found = tuple(links)
    for part in parts:
        if isinstance(part, ForgetColumns):
            empty = dict.fromkeys(part.columns, "")
            found = tuple(
                replace(link, agreed={**link.agreed, **empty})
                if link.is_followed and SOURCE_OF_KIND[link.kind] == part.about.kind
                else link
                for link in found
            )
    return found


def _learn(table: PlannedTable) -> Iterator[MemoryAction]:
    columns = COLUMNS[table.name]
    yield from _found_or_made(
        table, {each.field: each.name for each in columns if each.field not in table.ids}
    )


def _mend(table: PlannedTable, tables: Mapping[str, PlannedTable]) -> Iterator[MemoryAction]:
    unusable = [each for each in COLUMNS[table.name] if not table.is_usable(each)]
    if not unusable:
        return
    yield ForgetColumns(about=table.about, columns=tuple(each.field for each in unusable))
    for each in unusable:
        table.ids.pop(each.field, None)
        if each.to:
            tables[each.to].back_relations.pop(table.name, None)
    yield from _found_or_made(table, {each.field: _free_name(each, table) for each in unusable})


def _free_name(column: Column, table: PlannedTable) -> str:
    found = table.by_name(column.name)
    is_free = found is None or found.type == column.type.value
    return column.name if is_free else f"{column.name} (Hedgerow)"


def _found_or_made(table: PlannedTable, wanted: Mapping[str, str]) -> Iterator[MemoryAction]:
    """Find columns by their names, and make those that are not there."""
    there = {each: found.id for each, name in wanted.items() if (found := table.by_name(name))}
    absent = {each: name for each, name in wanted.items() if each not in there}
    if there:
        table.ids |= there
        yield LearnColumns(about=table.about, ids=there)
    if absent:
        table.new |= absent.keys()
        yield AddColumns(about=table.about, names=absent)


def _options(table: PlannedTable) -> Iterator[MemoryAction]:
    """Offer options that are new to Hedgerow; those that people removed stay removed."""
    learnt: list[str] = []
    new: dict[str, tuple[str, ...]] = {}
    for column in COLUMNS[table.name]:
        before, found = table.options.get(column.field, ()), table.by_id(column.field)
        is_select = column.type is ColumnType.SELECT and column.options
        is_other = found is not None and (found.type != column.type.value or found.is_unread)
        if not is_select or is_other or before == column.options:
            continue
        if found is None or set(column.options) <= {*before, *found.options}:
            learnt.append(column.field)
        else:
            new[column.field] = tuple(each for each in column.options if each not in before)
    if new:
        yield AddOptions(about=table.about, options=new)
    if learnt:
        yield LearnOptions(about=table.about, columns=tuple(learnt))


def _ways_back(table: PlannedTable, tables: Mapping[str, PlannedTable]) -> Iterator[MemoryAction]:
    """A relation's way back gets its name once; what people call it later is theirs."""
    unknown = [each for each in BACK_SIDES[table.name] if each.of not in table.back_relations]
    there = [each for each in unknown if _has_way_back(tables[each.of], each.column)]
    free = tuple(each for each in there if table.by_name(each.name) is None)
    if free:
        yield NameWaysBack(about=table.about, sides=free)
    if taken := tuple(each for each in there if each not in free):
        yield LearnWaysBack(about=table.about, sides=taken)


def _has_way_back(table: PlannedTable, column: Column) -> bool:
    found = table.by_id(column.field)
    return column.field in table.new or (found is not None and found.has_way_back)

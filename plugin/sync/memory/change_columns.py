"""The columns of our data sources in Notion: learnt by id, added, given options, and made again.

People may rename columns, and add columns and options of their own: those are never touched. A
column that they removed or gave another type is reported, and made again only when they ask. What
is to be made is decided in `memory.plan`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from connectors.notion.new_properties import NewProperty, Rename
from plugin import intents
from plugin.domain.links import DataSource as Source
from plugin.domain.links import NotionPlace
from plugin.errors import StoppedForSafety
from plugin.store import links as stored_links
from plugin.sync.columns import COLUMNS, SOURCES, TITLES, BackSide
from plugin.sync.memory.carry_out import LeftForNow, tried
from plugin.sync.memory.page import source_of
from plugin.sync.memory.plan import (
    FoundColumn,
    PlannedTable,
    as_made,
    decide,
    forgotten,
    offered,
    way_back,
)
from plugin.sync.memory_actions import (
    AddColumns,
    AddOptions,
    ForgetColumns,
    Ids,
    LearnColumns,
    LearnOptions,
    LearnWaysBack,
    NameWaysBack,
    Part,
)
from plugin.sync.notion.property_values import Table, new_columns, table
from plugin.sync.report.journal import Journal
from plugin.sync.target import SyncTarget
from schemas.notion import DataSource


def with_columns(target: SyncTarget, place: NotionPlace, journal: Journal) -> dict[str, Table]:
    """Learn the ids of columns, add those that are new to Hedgerow, and name the ways back."""
    schemas = {name: _schema(target, source_of(place, name), name) for name in SOURCES}
    known = {name: source_of(place, name).properties for name in SOURCES}
    there = {name: _found(schema) for name, schema in schemas.items()}
    parts, _ = decide(known, there, mends=target.choices.mend_columns)
    columns = ColumnChanger(target, place, schemas)
    for part in parts:
        tried(journal, part, partial(columns.carry_out, part))
    place = columns.place
    return {name: table(name, source_of(place, name), columns.schemas[name]) for name in SOURCES}


def foreseen_columns(
    target: SyncTarget, place: NotionPlace | None
) -> tuple[tuple[Part, ...], dict[str, Table]]:
    """Say what `with_columns` would make, and return the tables as they would be then."""
    sources = {name: place.source(name) if place else None for name in SOURCES}
    there = {
        name: _found(_schema(target, source, name)) if source else as_made(name)
        for name, source in sources.items()
    }
    known = {name: source.properties if source else {} for name, source in sources.items()}
    parts, tables = decide(known, there, mends=target.choices.mend_columns)
    found = {
        name: _as_table(seen, source) for name, seen in tables.items() if (source := sources[name])
    }
    return parts, found


def _schema(target: SyncTarget, source: Source, name: str) -> DataSource:
    schema = target.notion.data_source(source.data_source_id)
    if schema.in_trash:
        raise StoppedForSafety(
            f"The table {TITLES[name]} is in Notion's trash. Nothing was changed on either side. "
            "Take it out of the trash in Notion, then sync again."
        )
    return schema


def _found(schema: DataSource) -> tuple[FoundColumn, ...]:
    return tuple(
        FoundColumn(
            each.id,
            each.name,
            each.type,
            tuple(option.name for option in each.options),
            bool(each.synced_property_id),
            bool(each.unread),
        )
        for each in schema.properties.values()
    )


def _as_table(seen: PlannedTable, source: Source) -> Table:
    usable = frozenset(each.field for each in COLUMNS[seen.name] if seen.is_usable(each))
    retyped = {
        each.field: found.type
        for each in COLUMNS[seen.name]
        if each.field not in usable and (found := seen.by_id(each.field))
    }
    source = replace(source, properties={**seen.ids, **dict.fromkeys(seen.new, "")})
    return Table(seen.name, source, usable, retyped, new=frozenset(seen.new))


@dataclass(slots=True)
class ColumnChanger:
    """The tables of one memory while their columns are made and learnt."""

    target: SyncTarget
    place: NotionPlace
    schemas: dict[str, DataSource]

    def carry_out(self, part: Part) -> None:
        """Make or learn a part of a table."""
        name = part.about.kind
        if isinstance(part, LearnColumns):
            self._remember(name, part.ids)
        elif isinstance(part, ForgetColumns):
            self._forget(part, name)
        elif isinstance(part, AddColumns):
            self._add(part, name)
        elif isinstance(part, AddOptions):
            self._offer(part, name)
        elif isinstance(part, LearnOptions):
            self._remember(name, _offered(name, part.columns))
        elif isinstance(part, NameWaysBack):
            ids = self._ways_back(part.sides)
            names = {ids[side.known]: Rename(side.name) for side in part.sides}
            self._change(name, names)
            self._remember(name, ids)
        elif isinstance(part, LearnWaysBack):
            self._remember(name, self._ways_back(part.sides))

    def _add(self, part: AddColumns, name: str) -> None:
        columns = [each for each in COLUMNS[name] if each.field in part.names]
        made = new_columns(columns, {each: source_of(self.place, each) for each in SOURCES})
        named = {part.names[each.field]: made[each.name] for each in columns}
        schema = self._change(name, named, new=tuple(named))
        ids = {each: schema.properties[as_named].id for each, as_named in part.names.items()}
        self._remember(name, ids)

    def _offer(self, part: AddOptions, name: str) -> None:
        known = source_of(self.place, name).properties
        columns = [
            replace(each, options=part.options[each.field])
            for each in COLUMNS[name]
            if each.field in part.options
        ]
        made = new_columns(columns, {})
        self._change(name, {known[each.field]: made[each.name] for each in columns})
        self._remember(name, _offered(name, part.options))

    def _ways_back(self, sides: tuple[BackSide, ...]) -> dict[str, str]:
        found = {}
        for side in sides:
            relation = source_of(self.place, side.of).properties.get(side.column.field, "")
            there = self.schemas[side.of].by_id(relation) if relation else None
            if there is None or not there.synced_property_id:
                raise LeftForNow
            found[side.known] = there.synced_property_id
        return found

    def _forget(self, part: ForgetColumns, name: str) -> None:
        with intents.writing_alone(self.target.services) as tx:
            before = stored_links.links(tx, self.target.partnership_id)
            for link, now in zip(before, forgotten(before, (part,)), strict=True):
                if link != now:
                    stored_links.save_link(tx, now)
        leading = {each.to for each in COLUMNS[name] if each.field in part.columns and each.to}
        for back in sorted(leading):
            self._remember(back, {}, without=way_back(name))

    def _change(
        self,
        name: str,
        columns: Mapping[str, NewProperty | Rename | None],
        new: tuple[str, ...] = (),
    ) -> DataSource:
        """Change columns; `new` ones are known again by name, the rest does no harm twice."""
        target, source = self.target, source_of(self.place, name)
        for column in columns.values():
            if column is not None:
                column.as_json()  # what cannot be made fails before it is recorded
        self.schemas[name] = intents.write(
            target.services,
            kind="change_columns",
            subject=target.partnership_id,
            key=f"columns:{name}",
            payload={"source": name, "new": list(new)},
            send=target.sending(
                "change_columns",
                lambda: target.notion.update_data_source(source.data_source_id, columns),
            ),
            settle=lambda _tx, _answer: {"source": name},
        )
        return self.schemas[name]

    def _remember(self, name: str, news: Ids, without: str = "") -> None:
        source = source_of(self.place, name)
        known = {each: id for each, id in source.properties.items() if each != without}
        self.place = self.place.with_source(name, replace(source, properties={**known, **news}))
        with intents.writing_alone(self.target.services) as tx:
            stored_links.save_place(tx, self.place)


def _offered(name: str, columns: Mapping[str, object] | tuple[str, ...]) -> Ids:
    """Return that all options of some columns were offered, as it is remembered."""
    return {
        offered(each.field): "\n".join(each.options)
        for each in COLUMNS[name]
        if each.field in columns
    }

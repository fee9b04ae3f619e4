"""A memory in Notion while it is made: its tables, and columns learnt by id, added, made again.

People may rename columns, and add columns and options of their own: those are never touched. A
column that they removed or gave another type is reported, and made again only when they ask. What
is to be made is decided in `memory.plan`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from connectors.notion.new_properties import MultiSelectProperty, NewProperty, Rename
from plugin import intents
from plugin.domain.judgements import THEMES
from plugin.domain.notion_places import DataSource as Source
from plugin.domain.notion_places import NotionPlace
from plugin.errors import StoppedForSafety
from plugin.store import links as stored_links
from plugin.sync import messages
from plugin.sync.columns import COLUMNS, SOURCES, TITLES, BackSide
from plugin.sync.errors import LeftForLater
from plugin.sync.memory.page import is_made, make_page, make_table, place_of, source_of
from plugin.sync.memory.plan import FoundColumn, PlannedTable, as_made, decide, forgotten, missing
from plugin.sync.memory_actions import (
    AddColumns,
    AddOptions,
    DropOptions,
    ForgetColumns,
    LearnColumns,
    LearnOptions,
    LearnWaysBack,
    MakePage,
    MakeTable,
    MemoryAction,
    NameWaysBack,
)
from plugin.sync.notion.property_values import Table, Tables, new_columns
from plugin.sync.target import SyncTarget
from schemas.notion import DataSource


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
    source = replace(source, columns={**seen.ids, **dict.fromkeys(seen.new, "")})
    themes = seen.by_id(THEMES)
    new, offered = frozenset(seen.new), themes.options if themes else ()
    return Table(seen.name, source, usable, retyped, new=new, themes_offered=offered)


@dataclass(slots=True)
class ColumnChanger:
    """The tables of one memory while their columns are made and learnt."""

    target: SyncTarget
    place: NotionPlace
    schemas: dict[str, DataSource]

    @classmethod
    def of(cls, target: SyncTarget, place: NotionPlace) -> ColumnChanger:
        """Read which columns the tables have."""
        schemas = {name: _schema(target, source_of(place, name), name) for name in SOURCES}
        return cls(target, place, schemas)

    def lacking(self) -> tuple[MemoryAction, ...]:
        """Return what is to be made and learnt of the columns."""
        there = {name: _found(schema) for name, schema in self.schemas.items()}
        return decide(self._known, there, mends=self.target.options.mend_columns)[0]

    def tables(self) -> Tables:
        """Return the tables with the columns that can be used in this run."""
        return {
            name: _as_table(PlannedTable.of(name, _found(self.schemas[name]), source), source)
            for name, source in self._known.items()
        }

    @property
    def _known(self) -> dict[str, Source]:
        return {name: source_of(self.place, name) for name in SOURCES}

    def learn_columns(self, action: LearnColumns) -> None:
        self._remember(action.about.kind, columns=action.ids)

    def add_columns(self, action: AddColumns) -> None:
        name = action.about.kind
        columns = [each for each in COLUMNS[name] if each.field in action.names]
        made = new_columns(columns, self._known)
        named = {action.names[each.field]: made[each.name] for each in columns}
        schema = self._change(name, named, new=tuple(named))
        ids = {each: schema.properties[as_named].id for each, as_named in action.names.items()}
        self._remember(name, columns=ids)

    def add_options(self, action: AddOptions) -> None:
        name = action.about.kind
        known = source_of(self.place, name).columns
        columns = [
            replace(each, options=action.options[each.field])
            for each in COLUMNS[name]
            if each.field in action.options
        ]
        made = new_columns(columns, {})
        self._change(name, {known[each.field]: made[each.name] for each in columns})
        self._remember(name, options=_offered(name, action.options))

    def learn_options(self, action: LearnOptions) -> None:
        name = action.about.kind
        self._remember(name, options=_offered(name, action.columns))

    def drop_options(self, action: DropOptions) -> None:
        name = action.about.kind
        column_id = source_of(self.place, name).columns[action.column]
        self._change(name, {column_id: MultiSelectProperty(without=action.names)})

    def name_ways_back(self, action: NameWaysBack) -> None:
        ids = self._ways_back(action.sides)
        self._change(action.about.kind, {ids[s.of]: Rename(s.name) for s in action.sides})
        self._remember(action.about.kind, back_relations=ids)

    def learn_ways_back(self, action: LearnWaysBack) -> None:
        self._remember(action.about.kind, back_relations=self._ways_back(action.sides))

    def _ways_back(self, sides: tuple[BackSide, ...]) -> dict[str, str]:
        found = {}
        for side in sides:
            relation = source_of(self.place, side.of).columns.get(side.column.field, "")
            there = self.schemas[side.of].by_id(relation) if relation else None
            if there is None or not there.synced_property_id:
                raise LeftForLater(messages.LEFT)
            found[side.of] = there.synced_property_id
        return found

    def forget_columns(self, action: ForgetColumns) -> None:
        name = action.about.kind
        with intents.writing_alone(self.target.services) as tx:
            before = stored_links.links(tx, self.target.partnership_id)
            for link, now in zip(before, forgotten(before, (action,)), strict=True):
                if link != now:
                    stored_links.save_link(tx, now)
        leading = {each.to for each in COLUMNS[name] if each.field in action.columns and each.to}
        for back in sorted(leading):
            self._save(back, source_of(self.place, back).without_back_relation(name))

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
        self.schemas[name] = target.write(
            "change_columns",
            f"columns:{name}",
            {"source": name, "new": list(new)},
            lambda: target.notion.update_data_source(source.data_source_id, columns),
            lambda _tx, _answer: {"source": name},
        )
        return self.schemas[name]

    def _remember(
        self,
        name: str,
        *,
        columns: Mapping[str, str] | None = None,
        options: Mapping[str, tuple[str, ...]] | None = None,
        back_relations: Mapping[str, str] | None = None,
    ) -> None:
        source = source_of(self.place, name)
        self._save(
            name,
            source.with_known(columns=columns, options=options, back_relations=back_relations),
        )

    def _save(self, name: str, source: Source) -> None:
        self.place = self.place.with_source(name, source)
        with intents.writing_alone(self.target.services) as tx:
            stored_links.save_place(tx, self.place)


def _offered(name: str, columns: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return all options of some columns."""
    return {each.field: each.options for each in COLUMNS[name] if each.field in columns}


@dataclass(slots=True)
class MemoryWriter:
    """Makes what is missing of one memory; `place` is None until it has a page."""

    target: SyncTarget
    place: NotionPlace | None
    _columns: ColumnChanger | None = None

    def missing(self) -> tuple[MemoryAction, ...]:
        return missing(self.place)

    def make_page(self, _: MakePage) -> None:
        self.place = make_page(self.target)

    def make_table(self, action: MakeTable) -> None:
        self.place = make_table(self.target, self._made(), action.about.kind)

    @property
    def columns(self) -> ColumnChanger:
        """Return its columns, which are read once all its tables are there."""
        if self._columns is None:
            self._columns = ColumnChanger.of(self.target, self._made())
        return self._columns

    def _made(self) -> NotionPlace:
        if self.place is None:
            raise LookupError("A memory has a page before it has tables.")
        return self.place


def foreseen_tables(target: SyncTarget) -> tuple[tuple[MemoryAction, ...], Tables]:
    """Say what would be made, and return the tables that are there as they would be then."""
    place = place_of(target)
    sources = {name: place.source(name) if place else None for name in SOURCES}
    there = {
        name: _found(_schema(target, source, name)) if source else as_made(name)
        for name, source in sources.items()
    }
    columns, seen = decide(sources, there, mends=target.options.mend_columns)
    found = {name: _as_table(seen[name], source) for name, source in sources.items() if source}
    return (*missing(place), *columns), found if is_made(place) else {}

"""The columns of our data sources in Notion: learnt by id, added, given options, and made again.

People may rename columns, and add columns and options of their own: those are never touched. A
column that they removed or gave another type is reported, and made again only when they ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from connectors.notion.new_properties import NewProperty, Rename
from plugin import intents
from plugin.domain.links import DataSource as Source
from plugin.domain.links import NotionPlace
from plugin.errors import StoppedForSafety
from plugin.store import links as stored
from plugin.sync.acting.place import save_place, source_of
from plugin.sync.acting.rows import Table, new_columns, table
from plugin.sync.acting.site import Site
from plugin.sync.deciding.columns import (
    BACK_SIDES,
    COLUMNS,
    SOURCE_OF_KIND,
    SOURCES,
    TITLES,
    Column,
    ColumnType,
)
from schemas.notion import DataSource

Ids = Mapping[str, str]


def with_columns(site: Site, place: NotionPlace) -> tuple[NotionPlace, dict[str, Table]]:
    """Learn the ids of columns, add those that are new to Hedgerow, and name the ways back."""
    schemas = {name: _schema(site, place, name) for name in SOURCES}
    for name in SOURCES:
        place, schemas[name] = _learn(site, place, name, schemas[name])
        if site.choices.mend_columns:
            place, schemas[name] = _mend(site, place, name, schemas[name])
        place = _add_options(site, place, name, schemas[name])
    for name in SOURCES:
        place = _name_ways_back(site, place, name, schemas)
    tables = {
        name: table(name, source_of(place, name), schemas[name], place.community_id)
        for name in SOURCES
    }
    return place, tables


def read_tables(site: Site, place: NotionPlace) -> dict[str, Table]:
    """Read the columns of a place that is there, without changing anything."""
    return {
        name: table(name, source_of(place, name), _schema(site, place, name), place.community_id)
        for name in SOURCES
    }


def _schema(site: Site, place: NotionPlace, name: str) -> DataSource:
    schema = site.notion.data_source(source_of(place, name).data_source_id)
    if schema.in_trash:
        raise StoppedForSafety(
            f"The table {TITLES[name]} is in Notion's trash. Nothing was changed on either side. "
            "Take it out of the trash in Notion, then sync again."
        )
    return schema


def _learn(
    site: Site, place: NotionPlace, name: str, schema: DataSource
) -> tuple[NotionPlace, DataSource]:
    known = source_of(place, name).properties
    wanted = {each: each.name for each in COLUMNS[name] if each.field not in known}
    return _found_or_made(site, place, name, schema, wanted)


def _mend(
    site: Site, place: NotionPlace, name: str, schema: DataSource
) -> tuple[NotionPlace, DataSource]:
    """Make columns again that are gone; beside one of another type, which is left as it is."""
    source = source_of(place, name)
    usable = table(name, source, schema).usable
    wanted = {each: _free_name(each, schema) for each in COLUMNS[name] if each.field not in usable}
    if not wanted:
        return place, schema
    fields = [each.field for each in wanted]
    _forget_agreed(site, name, fields)
    for back in {each.to for each in wanted if each.to}:
        known = source_of(place, back).properties
        place = _remember(site, place, back, {k: known[k] for k in known if k != f"back:{name}"})
    return _found_or_made(site, place, name, schema, wanted)


def _free_name(column: Column, schema: DataSource) -> str:
    found = schema.properties.get(column.name)
    is_free = found is None or found.type == column.type.value
    return column.name if is_free else f"{column.name} (Hedgerow)"


def _forget_agreed(site: Site, name: str, fields: list[str]) -> None:
    """A new column is empty in every row: that is what both sides have of it."""
    with intents.writing_alone(site.ground) as tx:
        for link in stored.links(tx, site.partnership_id):
            if SOURCE_OF_KIND.get(link.kind) == name:
                agreed = {**link.agreed, **dict.fromkeys(fields, "")}
                stored.save_link(tx, replace(link, agreed=agreed))


def _found_or_made(
    site: Site,
    place: NotionPlace,
    name: str,
    schema: DataSource,
    wanted: Mapping[Column, str],
) -> tuple[NotionPlace, DataSource]:
    """Find columns by their names, make those that are not there, and remember their ids."""
    if not wanted:
        return place, schema
    source = source_of(place, name)
    absent = [each for each, as_named in wanted.items() if as_named not in schema.properties]
    if absent:
        columns = new_columns(absent, {each: source_of(place, each) for each in SOURCES})
        named = {wanted[each]: columns[each.name] for each in absent}
        schema = _change(site, name, source, named, new=tuple(named))
    ids = {each.field: schema.properties[as_named].id for each, as_named in wanted.items()}
    return _remember(site, place, name, {**source.properties, **ids}), schema


def _add_options(site: Site, place: NotionPlace, name: str, schema: DataSource) -> NotionPlace:
    """Offer options that are new to Hedgerow; those that people removed stay removed."""
    source = source_of(place, name)
    learnt: dict[str, str] = {}
    new: dict[str, NewProperty | Rename | None] = {}
    for column in COLUMNS[name]:
        found = schema.by_id(source.properties[column.field])
        key, ours = f"options:{column.field}", "\n".join(column.options)
        if column.type is not ColumnType.SELECT or not ours or source.properties.get(key) == ours:
            continue
        before = source.properties.get(key, "").split("\n")
        there = [option.name for option in found.options] if found else []
        if found and not set(column.options) <= {*before, *there}:
            added = tuple(each for each in column.options if each not in before)
            new[found.id] = new_columns([replace(column, options=added)], {})[column.name]
        learnt[key] = ours
    if new:
        _change(site, name, source, new)
    return _remember(site, place, name, {**source.properties, **learnt}) if learnt else place


def _name_ways_back(
    site: Site, place: NotionPlace, name: str, schemas: Mapping[str, DataSource]
) -> NotionPlace:
    """A relation's way back gets its name once; what people call it later is theirs."""
    source = source_of(place, name)
    ids: dict[str, str] = {}
    for back in BACK_SIDES[name]:
        relation = schemas[back.of].by_id(source_of(place, back.of).properties[back.column.field])
        if back.known not in source.properties and relation and relation.synced_property_id:
            ids[back.known] = relation.synced_property_id
    if not ids:
        return place
    names = {back.known: back.name for back in BACK_SIDES[name]}
    free = {known for known in ids if names[known] not in schemas[name].properties}
    if free:
        _change(site, name, source, {ids[known]: Rename(names[known]) for known in sorted(free)})
    return _remember(site, place, name, {**source.properties, **ids})


def _change(
    site: Site,
    name: str,
    source: Source,
    columns: Mapping[str, NewProperty | Rename | None],
    new: tuple[str, ...] = (),
) -> DataSource:
    """Change columns; `new` ones are known again by their names, the rest does no harm twice."""
    return intents.write(
        site.ground,
        kind="change_columns",
        subject=site.partnership_id,
        key=site.key(f"columns:{name}"),
        payload={
            "source": name,
            "community": site.community_id,
            "new": list(new),
        },
        send=site.sending(
            "change_columns",
            lambda: site.notion.update_data_source(source.data_source_id, columns),
        ),
        settle=lambda _tx, _answer: {"source": name},
    )


def _remember(site: Site, place: NotionPlace, name: str, properties: Ids) -> NotionPlace:
    place = place.with_source(name, replace(source_of(place, name), properties=dict(properties)))
    with intents.writing_alone(site.ground) as tx:
        save_place(tx, place)
    return place

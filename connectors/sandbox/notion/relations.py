"""Relations between data sources, one-way or with a back side that follows by itself.

A back side is named `Related to X (Y)` and can be renamed in a second call
(docs/notion.md#properties). Rule: two pages of a two-way relation always name each other.
"""

from typing import Any

from connectors.sandbox.notion.checks import read_id, read_ids, read_object
from connectors.sandbox.notion.errors import ABSENT, failed, invalid
from connectors.sandbox.notion.models import DataSource, Page, Property
from connectors.sandbox.notion.property_type import Column
from connectors.sandbox.notion.rich_text import plain
from connectors.sandbox.notion.state import NotionState


def configure(column: Column, source: DataSource, given: dict[str, Any], path: str) -> None:
    """Point a relation at a data source; a two-way one keeps its back side where it fits."""
    state, prop = column.state, column.prop
    target_id = read_id(given.get("data_source_id", ABSENT), f"{path}.data_source_id")
    target = state.get(DataSource, target_id, column.bot)
    is_dual = _is_dual(given, path)
    same_target = prop.config.get("data_source_id") == target.id
    if prop.config and not same_target:
        _forget(state, source, prop)
    if prop.config.get("back_id") and not (is_dual and same_target):
        _drop_back(state, prop, also_property=not same_target)
    prop.config = {**prop.config, "data_source_id": target.id}
    if is_dual and not prop.config.get("back_id"):
        _make_back(source, prop, target, state.new_property_id(target))


def config_answer(state: NotionState, prop: Property) -> dict[str, Any]:
    """Return a relation's configuration as Notion shows it."""
    target = state.things[prop.config["data_source_id"]]
    shown = {"database_id": target.parent_id, "data_source_id": target.id}
    back = _back_of(state, prop)
    if back is None:
        return {**shown, "type": "single_property", "single_property": {}}
    synced = {"synced_property_name": back.name, "synced_property_id": back.id}
    return {**shown, "type": "dual_property", "dual_property": synced}


def read(column: Column, value: Any, path: str) -> list[str]:
    """Read the pages that one page names; they must lie in the data source of the relation."""
    ids = read_ids(value, path)
    for one in ids:
        page = column.state.get(Page, one, column.bot)
        if page.parent_id != column.prop.config["data_source_id"]:
            raise invalid(
                f"Page with ID {one} does not belong to the data source of {column.prop.name}."
            )
    return list(dict.fromkeys(ids))


def shown(state: NotionState, page: Page, prop: Property) -> list[dict[str, str]]:
    """Return the named pages that are shared."""
    pages = state.of(Page, page.values.get(prop.id) or [])
    return [{"id": one.id} for one in pages if state.is_shared(one)]


def words(state: NotionState, value: Any) -> str:
    """Return the titles of the named pages."""
    pages = state.of(Page, [one["id"] for one in value])
    return ", ".join(state.title_of(one) or "Untitled" for one in pages)


def follow(state: NotionState, page: Page, prop: Property, before: list[str]) -> None:
    """Make the other pages of a two-way relation agree with what one page now names."""
    back = _back_of(state, prop)
    if back is None:
        return
    now = page.values.get(prop.id) or []
    for other in state.of(Page, [one for one in before if one not in now]):
        other.values[back.id] = [one for one in other.values.get(back.id, []) if one != page.id]
    for other in state.of(Page, [one for one in now if one not in before]):
        named = other.values.setdefault(back.id, [])
        if page.id not in named:
            named.append(page.id)


def unpair(state: NotionState, prop: Property) -> None:
    """Turn the back side of a relation that goes away into a one-way relation."""
    back = _back_of(state, prop)
    if back is not None:
        back.config.pop("back_id", None)


def _make_back(source: DataSource, prop: Property, target: DataSource, back_id: str) -> None:
    name = f"Related to {plain(source.title) or 'Untitled'} ({prop.name})"
    taken = {one.name for one in target.schema.values()}
    free, count = name, 0
    while free in taken:
        count += 1
        free = f"{name} {count}"
    back = Property(id=back_id, name=free, type="relation", config={})
    back.config = {"data_source_id": source.id, "back_id": prop.id}
    target.schema[back_id] = back
    prop.config["back_id"] = back_id


def _drop_back(state: NotionState, prop: Property, *, also_property: bool) -> None:
    back = _back_of(state, prop)
    target = state.things.get(prop.config["data_source_id"])
    if back is not None and isinstance(target, DataSource):
        back.config.pop("back_id", None)
        if also_property:
            _forget(state, target, back)
            del target.schema[back.id]
    prop.config.pop("back_id", None)


def _back_of(state: NotionState, prop: Property) -> Property | None:
    target = state.things.get(prop.config.get("data_source_id", ""))
    if not isinstance(target, DataSource):
        return None
    return target.schema.get(prop.config.get("back_id", ""))


def _forget(state: NotionState, source: DataSource, prop: Property) -> None:
    for row in state.of(Page, source.children):
        row.values.pop(prop.id, None)


def _is_dual(given: dict[str, Any], path: str) -> bool:
    kinds = [kind for kind in ("single_property", "dual_property") if kind in given]
    if len(kinds) != 1:
        raise failed(path, "a relation with `single_property` or `dual_property`", given)
    read_object(given[kinds[0]], f"{path}.{kinds[0]}")
    return kinds[0] == "dual_property"

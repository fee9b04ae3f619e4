"""What people do in the app itself: edit, add blocks, rows and columns, use the trash.

In the app no size limit holds, and an edit of a page's body is an edit of the page; its
last_edited_by is then that person.
"""

from typing import Any

from connectors.sandbox.notion.answers import properties_of
from connectors.sandbox.notion.block_writer import insert_blocks
from connectors.sandbox.notion.blocks import check_lies_in, read_blocks
from connectors.sandbox.notion.checks import dashed
from connectors.sandbox.notion.errors import NotionError
from connectors.sandbox.notion.models import Block, DataSource, Page, Property, Thing
from connectors.sandbox.notion.property_types import PROPERTY_TYPES, type_of
from connectors.sandbox.notion.rich_text import from_plain
from connectors.sandbox.notion.schema import add_in_app, add_property
from connectors.sandbox.notion.state import NotionState
from connectors.sandbox.notion.values import write_value


class NotHere(LookupError):
    """There is no such page, block or property in the workspace."""


class Refused(ValueError):
    """The app would not take this edit; the sentence says why and that nothing was changed."""


def find_page(state: NotionState, page_id: str) -> Page:
    """Find a page, shared or not, in the trash or not."""
    found = state.things.get(dashed(page_id) or "")
    if not isinstance(found, Page):
        raise NotHere
    return found


def find_block(state: NotionState, block_id: str) -> Block:
    """Find a block."""
    found = state.things.get(dashed(block_id) or "")
    if not isinstance(found, Block):
        raise NotHere
    return found


def find_source(state: NotionState, source_id: str) -> DataSource:
    """Find a data source."""
    found = state.things.get(dashed(source_id) or "")
    if not isinstance(found, DataSource):
        raise NotHere
    return found


def find_named(state: NotionState, page: Page, name: str) -> Property:
    """Find a property of a page by the name that it has now, or by its id."""
    for prop in properties_of(state, page):
        if name in (prop.name, prop.id):
            return prop
    raise NotHere


def edit_property(state: NotionState, page: Page, prop: Property, text: str, person: str) -> None:
    """Type a text into a property, as a person."""
    read_typed = type_of(prop).typed
    if read_typed is None:
        raise Refused(f"{prop.name} cannot be typed. Nothing was changed.")
    _refuse_trashed(state, page)
    by = state.person_of(_named(person))
    try:
        value: Any = read_typed(state, prop, text)
    except ValueError as err:
        raise Refused(f"{prop.name} takes {err}. Nothing was changed.") from err
    write_value(state, page, prop, value)
    state.touch(page, by)


def edit_block(state: NotionState, block: Block, text: str, person: str) -> None:
    """Type over the text of a block, as a person; its styles go, as when all is retyped."""
    if "rich_text" not in block.content:
        raise Refused("This block holds no text of its own. Nothing was changed.")
    _refuse_trashed(state, block)
    by = state.person_of(_named(person))
    block.content = {**block.content, "rich_text": from_plain(text)}
    _touch_with_page(state, block, by)


def add_paragraph(state: NotionState, page: Page, text: str, person: str) -> Block:
    """Write a paragraph at the end of a page, as a person."""
    _refuse_trashed(state, page)
    by = state.person_of(_named(person))
    content = {"rich_text": from_plain(text), "color": "default", "icon": None}
    made = Block(**state.stamp(by, page.id), type="paragraph", content=content)
    state.add(made)
    state.touch(page, by)
    return made


def write_blocks(
    state: NotionState, parent: Page | Block, given: object, person: str
) -> list[Block]:
    """Put blocks of any kind at the end of a page or into a block, as a person.

    `given` is written as a request of the API writes blocks; some types can be made here alone.
    """
    _refuse_trashed(state, parent)
    by = state.person_of(_named(person))
    try:
        blocks = read_blocks(given, "blocks", in_app=True)
        check_lies_in(parent, blocks)
    except NotionError as error:
        raise Refused(f"{error.message} Nothing was changed.") from error
    made = insert_blocks(state, parent, blocks, by)
    state.touch(next(one for one in state.way_up(parent) if isinstance(one, Page)), by)
    return made


def add_row(state: NotionState, source: DataSource, title: str, person: str) -> Page:
    """Make a row by hand, as a person."""
    _refuse_trashed(state, source)
    by = state.person_of(_named(person))
    source.last_number += 1
    values = {"title": from_plain(title)}
    made = Page(**state.stamp(by, source.id), values=values, number=source.last_number)
    state.add(made)
    return made


def add_column(
    state: NotionState, source: DataSource, name: str, kind: str, person: str
) -> Property:
    """Add a column to a table, as a person: of any type that needs no settings."""
    _refuse_trashed(state, source)
    by = state.person_of(_named(person))
    try:
        if kind in PROPERTY_TYPES and PROPERTY_TYPES[kind].is_app_only:
            made = add_in_app(state, source, name, kind)
        else:
            add_property(state, source, name, {kind: {}}, "table", by)
            made = next(one for one in source.schema.values() if one.name == name)
    except NotionError as error:
        raise Refused(f"{error.message} Nothing was changed.") from error
    except LookupError as error:
        raise Refused("A rollup needs a relation in its table. Nothing was changed.") from error
    state.touch(source, by)
    return made


def delete_block(state: NotionState, block: Block, person: str) -> None:
    """Delete a block, as a person."""
    _refuse_trashed(state, block)
    block.in_trash = True
    _touch_with_page(state, block, state.person_of(_named(person)))


def set_trash(state: NotionState, page: Page, person: str, *, in_trash: bool) -> None:
    """Put a page into the trash or take it out again, as a person."""
    if page.parent_id is None:
        raise Refused("A page at the top stays, so that the sandbox keeps its shared page.")
    if not in_trash and state.is_trashed(state.things[page.parent_id]):
        raise Refused("What this page lies in is in the trash; take that out first.")
    page.in_trash = in_trash
    state.touch(page, state.person_of(_named(person)))


def _named(person: str) -> str:
    name = person.strip()
    if not name:
        raise Refused("Say who is editing. Nothing was changed.")
    return name


def _refuse_trashed(state: NotionState, thing: Thing) -> None:
    if state.is_trashed(thing):
        raise Refused("This is in the trash. Nothing was changed; take it out of the trash first.")


def _touch_with_page(state: NotionState, block: Block, by: str) -> None:
    state.touch(block, by)
    state.touch(next(one for one in state.way_up(block) if isinstance(one, Page)), by)

"""What the pages for people show: the tree of the workspace, a page's fields and lines, a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from connectors.sandbox.notion.answers import as_called, properties_of
from connectors.sandbox.notion.models import Block, Database, DataSource, Page, Property, Thing
from connectors.sandbox.notion.property_types import type_of
from connectors.sandbox.notion.rich_text import plain
from connectors.sandbox.notion.state import BOT_NAME, NotionState
from connectors.sandbox.notion.values import text_of, whole_value

URLs = Callable[[Thing], str]

_LETTERS_A_ROW = 70


@dataclass(frozen=True, slots=True)
class Link:
    """A title and where it leads; empty where it leads nowhere."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the tree of the workspace."""

    title: str
    url: str
    kind: str
    mark: str
    inside: tuple["Entry", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One text that a person may edit, or only see."""

    key: str
    label: str
    kind: str
    text: str
    was: str
    rows: int = 0
    choices: tuple[str, ...] | None = None
    is_closed: bool = False
    is_editable: bool = True
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One block of a page's body."""

    field: Field
    is_editable: bool
    url: str
    inside: tuple["Line", ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    title: str
    url: str
    cells: tuple[str, ...]


def title_of(state: NotionState, thing: Thing) -> str:
    """Return what a person would call a thing."""
    if isinstance(thing, Page):
        return state.title_of(thing) or "Untitled"
    if isinstance(thing, Database | DataSource):
        return plain(thing.title) or "Untitled"
    return "Block"


def tree(state: NotionState, urls: URLs) -> tuple[Entry, ...]:
    """Return everything but rows and blocks, from the top."""
    return tuple(
        _entry(state, thing, urls) for thing in state.things.values() if thing.parent_id is None
    )


def crumbs(state: NotionState, thing: Thing, urls: URLs) -> list[Link]:
    """Return the way from the top to a thing; a database is passed over for its table."""
    way = [one for one in state.way_up(thing) if isinstance(one, Page | DataSource)]
    return [Link(title_of(state, one), "" if one is thing else urls(one)) for one in reversed(way)]


def when(moment: datetime) -> str:
    """Say a time to the minute."""
    at = moment.astimezone(UTC)
    return f"{at.day} {at:%B %Y, %H:%M}"


def who(state: NotionState, author: str) -> str:
    """Return the name of who made an edit."""
    return state.people.get(author, f"{BOT_NAME} (connection)")


def fields(
    state: NotionState, page: Page, urls: URLs, typed: Mapping[str, str]
) -> tuple[Field, ...]:
    """Return the properties of a page, the title first, with what somebody typed and not saved."""
    properties = sorted(properties_of(state, page), key=lambda prop: prop.type != "title")
    found = (_property(state, page, prop, urls) for prop in properties)
    return tuple(replace(one, text=typed.get(one.key, one.text)) for one in found)


def lines(
    state: NotionState, parent: Thing, urls: URLs, typed: Mapping[str, str]
) -> tuple[Line, ...]:
    """Return the blocks of a page that are not in the trash, with what lies in them."""
    found = [one for one in state.of(Thing, parent.children) if not one.in_trash]
    return tuple(_line(state, one, number, urls, typed) for number, one in enumerate(found, 1))


def table(state: NotionState, source: DataSource, urls: URLs, *, in_trash: bool) -> tuple[Row, ...]:
    """Return the rows of a data source, newest first."""
    rows = [row for row in state.of(Page, source.children) if row.in_trash == in_trash]
    others = [prop for prop in source.schema.values() if prop.type != "title"]
    return tuple(
        Row(
            title_of(state, row),
            urls(row),
            tuple(text_of(state, row, prop) for prop in others),
        )
        for row in reversed(rows)
    )


def columns(source: DataSource) -> list[str]:
    """Return the names of a table's columns, the title first."""
    found = sorted(source.schema.values(), key=lambda prop: prop.type != "title")
    return [prop.name for prop in found]


def _entry(state: NotionState, thing: Thing, urls: URLs) -> Entry:
    if isinstance(thing, Database) and len(thing.children) == 1 and not thing.in_trash:
        return _entry(state, state.things[thing.children[0]], urls)
    kind = {Page: "page", Database: "database", DataSource: "table"}[type(thing)]
    inside = [] if isinstance(thing, DataSource) else list(state.of(Thing, thing.children))
    if isinstance(thing, DataSource):
        count = sum(not row.in_trash for row in state.of(Page, thing.children))
        kind = f"table, {count} {'row' if count == 1 else 'rows'}"
    mark = "in the trash" if thing.in_trash else ""
    if thing.parent_id is None and not state.is_shared(thing):
        mark = "not shared with any connection"
    return Entry(
        title=title_of(state, thing),
        url="" if isinstance(thing, Database) else urls(thing),
        kind=kind,
        mark=mark,
        inside=tuple(_entry(state, one, urls) for one in inside if not isinstance(one, Block)),
    )


def _property(state: NotionState, page: Page, prop: Property, urls: URLs) -> Field:
    text, kind = text_of(state, page, prop), type_of(prop)
    return Field(
        key=f"property:{prop.id}",
        label=prop.name,
        kind=kind.label or prop.type.replace("_", " "),
        text=text,
        was=text,
        rows=_rows(text) if kind.is_long else 0,
        choices=kind.choices and kind.choices(prop),
        is_closed=kind.is_closed,
        is_editable=kind.typed is not None,
        links=_links(state, page, prop, urls),
    )


def _links(state: NotionState, page: Page, prop: Property, urls: URLs) -> tuple[Link, ...]:
    if not type_of(prop).links_to_pages:
        return ()
    pages = state.of(Page, [one["id"] for one in whole_value(state, page, prop)])
    return tuple(Link(title_of(state, one), urls(one)) for one in pages)


def _line(
    state: NotionState, thing: Thing, number: int, urls: URLs, typed: Mapping[str, str]
) -> Line:
    if not isinstance(thing, Block):
        return _door(state, thing, urls)
    pieces = thing.content.get("rich_text")
    text = plain(as_called(state, pieces or []))
    name = thing.type.replace("_", " ")
    label = f"{number} · {name[:1].upper()}{name[1:]}"
    key = f"block:{thing.id}"
    return Line(
        Field(
            key=key,
            label=label,
            kind="",
            text=typed.get(key, text),
            was=text,
            rows=_rows(text),
        ),
        is_editable=pieces is not None,
        url="",
        inside=lines(state, thing, urls, typed),
    )


def _door(state: NotionState, thing: Thing, urls: URLs) -> Line:
    target = thing
    if isinstance(thing, Database):
        target = next(state.of(DataSource, thing.children), thing)
    kind = "table" if isinstance(thing, Database) else "page"
    title = title_of(state, thing)
    field = Field(key=thing.id, label=kind, kind="", text=title, was=title)
    return Line(field, is_editable=False, url=urls(target), inside=())


def _rows(text: str) -> int:
    lines_needed = sum(1 + len(part) // _LETTERS_A_ROW for part in text.split("\n"))
    return min(max(lines_needed, 1), 16)

"""What a type of property is: the fields of a row of `property_types`, and what most rows share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from connectors.sandbox.notion.models import DataSource, Page, Property
from connectors.sandbox.notion.state import NotionState

Json = dict[str, Any]
Condition = Callable[[Any], bool]
"""What a filter asks of a whole value."""


@dataclass(frozen=True, slots=True)
class Column:
    """A property as a request meets it: in which workspace, and for which bot."""

    state: NotionState
    prop: Property
    bot: str


def _no_settings(column: Column, source: DataSource, given: Json, path: str) -> None:
    """Keep nothing of what a request says beside the type."""


def _config(state: NotionState, prop: Property) -> Json:
    return prop.config


def _kept(state: NotionState, page: Page, prop: Property) -> Any:
    return page.values.get(prop.id)


def _as_text(state: NotionState, value: Any) -> str:
    return str(value)


def by_words(page: Page, prop: Property, words: str) -> Any:
    return words.casefold() or None


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyType:
    """The rules for one type of property."""

    name: str
    label: str = ""
    """What people call it; empty where that is its name."""

    configure: Callable[[Column, DataSource, Json, str], None] = _no_settings
    config_answer: Callable[[NotionState, Property], Json] = _config
    removed: Callable[[NotionState, Property], None] | None = None

    is_app_only: bool = False
    """People add it in the app and the API only reads it: to write, find or sort by it is a 501."""
    config_in_app: Callable[[DataSource], Json] = lambda source: {}
    """The settings that the app gives a new column; LookupError where it cannot be had."""

    read: Callable[[Column, Any, str], Any] | None = None
    """The value of a request as it is kept, at a path; None where no request writes it."""
    written: Callable[[NotionState, Page, Property, list[str]], None] | None = None
    """What follows when a page has a new value; it is handed the value from before."""
    whole: Callable[[NotionState, Page, Property], Any] = _kept
    """The value as a page shows it, without any cut."""
    words: Callable[[NotionState, Any], str] = _as_text
    """A whole value that is not null as people read it."""
    takes_bare_list: bool = False
    shown_most: int | None = None
    """How many of a list a page shows; the rest comes as property items (docs/notion.md#pages)."""
    says_has_more: bool = False
    is_paged: bool = False
    has_item: bool = True

    condition: Callable[[Column, str, Any, str], Condition] | None = None
    can_be_empty: bool = True
    sort_key: Callable[[Page, Property, str], Any] = by_words
    """By what rows are sorted, from the page and its words; None comes last."""

    typed: Callable[[NotionState, Property, str], Any] | None = None
    """The kept value of a text that a person types; None where the app takes none."""
    choices: Callable[[Property], tuple[str, ...]] | None = None
    is_closed: bool = False
    """Whether people may take nothing but one of the choices."""
    is_long: bool = False
    links_to_pages: bool = False

    group: str = ""
    """What views call it where they group by it; empty where they cannot."""
    splits: tuple[str, ...] = ()

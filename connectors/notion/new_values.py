"""Values to be written into a page's properties, as values that know their JSON.

See docs/notion.md#properties.

Each replaces what the property held, lists as a whole. An unknown name of a select makes a new
option.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from connectors.notion.rich_text import MOST_IN_A_LIST, rich_text
from connectors.notion.runs import rich_text_of
from connectors.runs import Run

JSON = dict[str, object]
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a page."""

    text: str

    def as_json(self) -> JSON:
        """Return the JSON of the value."""
        return {"title": rich_text(self.text)}


@dataclass(frozen=True, slots=True)
class RichText:
    """Words; empty words clear the property."""

    text: str

    def as_json(self) -> JSON:
        """Return the JSON of the value."""
        return {"rich_text": rich_text(self.text)}


@dataclass(frozen=True, slots=True)
class StyledText:
    """Words with their styles; up to 100 pieces."""

    runs: tuple[Run, ...]

    def as_json(self) -> JSON:
        """Return the JSON of the value."""
        return {"rich_text": rich_text_of(self.runs)}


@dataclass(frozen=True, slots=True)
class Select:
    """One option by its name, or none; a name takes 1 to 100 characters and no comma."""

    name: str | None

    def as_json(self) -> JSON:
        """Return the JSON of the value."""
        return {"select": None if self.name is None else {"name": option_name(self.name)}}


@dataclass(frozen=True, slots=True)
class MultiSelect:
    """Options by their names, up to 100."""

    names: Sequence[str]

    def as_json(self) -> JSON:
        """Return the JSON of the value."""
        return {"multi_select": [{"name": option_name(name)} for name in _few(self.names)]}


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or none."""

    number: float | None

    def as_json(self) -> JSON:
        """Return the JSON of the value."""
        return {"number": self.number}


@dataclass(frozen=True, slots=True)
class Checkbox:
    """A tick, or none."""

    is_ticked: bool

    def as_json(self) -> JSON:
        """Return the JSON of the value."""
        return {"checkbox": self.is_ticked}


@dataclass(frozen=True, slots=True)
class Day:
    """A date without a time, or none; Notion would cut a time to the minute.

    See docs/notion.md#dates.
    """

    day: date | None

    def as_json(self) -> JSON:
        """Return the JSON of the value."""
        return {"date": None if self.day is None else {"start": f"{self.day:%Y-%m-%d}"}}


@dataclass(frozen=True, slots=True)
class Relation:
    """Other pages by their ids, up to 100; both data sources must be shared with us."""

    page_ids: Sequence[str]

    def as_json(self) -> JSON:
        """Return the JSON of the value."""
        return {"relation": [{"id": page_id} for page_id in _few(self.page_ids)]}


@dataclass(frozen=True, slots=True)
class URL:
    """An address of up to 2,000 characters, or none; Notion takes null and no empty text."""

    url: str | None

    def as_json(self) -> JSON:
        """Return the JSON of the value."""
        return {"url": self.url or None}


NewValue = (
    Title | RichText | StyledText | Select | MultiSelect | Number | Checkbox | Day | Relation | URL
)


def option_name(name: str) -> str:
    """Return `name` if Notion takes it for an option; raise `ValueError` without it otherwise."""
    if not 1 <= len(name) <= LONGEST_NAME or "," in name:
        raise ValueError(f"The name of an option has 1 to {LONGEST_NAME} characters and no comma.")
    return name


def _few(entries: Sequence[str]) -> Sequence[str]:
    if len(entries) > MOST_IN_A_LIST:
        raise ValueError(f"A list takes {MOST_IN_A_LIST} entries a write, not {len(entries)}.")
    return entries

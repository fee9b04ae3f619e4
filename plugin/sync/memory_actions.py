"""The parts of a memory in Notion as actions: what is made or learnt of its page and its tables.

Their names are ours; what people call things in Notion is never in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugin.sync.actions import About, Action
from plugin.sync.columns import COLUMNS, SOURCES, TITLES, BackSide

MEMORY_PAGE = "Partnership memory"
PAGE = "page"
PARTS = (PAGE, *SOURCES)  # what a part can be about; a table under the name of its source

Ids = Mapping[str, str]  # property ids by field, and what else is remembered of a table


def about_part(kind: str) -> About:
    """Return the memory's page or one of its tables, as actions and steps name it."""
    return About(kind, "", name_of_part(kind))


def name_of_part(kind: str) -> str:
    """Return what the memory's page or one of its tables is called."""
    return MEMORY_PAGE if kind == PAGE else TITLES[kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Action):
    """Something to be made or learnt of a memory's page or table."""

    @property
    def line(self) -> str:
        """Say in a line what will be done."""
        return part_line(type(self).__name__, self.about.kind, self.about.name, self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePage(Part):
    """Make the page of a memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeTable(Part):
    """Make a table on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnColumns(Part):
    """Remember the ids of columns that are there."""

    ids: Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetColumns(Part):
    """Forget what was agreed on in columns that are made anew: they are empty in every row."""

    columns: tuple[str, ...]  # fields


@dataclass(frozen=True, slots=True, kw_only=True)
class AddColumns(Part):
    """Make columns, and remember their ids."""

    names: Mapping[str, str]  # by field

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(self.names.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOptions(Part):
    """Offer options that are new to Hedgerow, and remember that they were."""

    options: Mapping[str, tuple[str, ...]]  # by field

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the options, each behind its column."""
        names = {column.field: column.name for column in COLUMNS[self.about.kind]}
        return tuple(f"{names[each]}: {', '.join(new)}" for each, new in self.options.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnOptions(Part):
    """Remember that all options were offered."""

    columns: tuple[str, ...]  # fields


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWaysBack(Part):
    """Give the other ends of relations their names, and remember them."""

    sides: tuple[BackSide, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names."""
        return tuple(side.name for side in self.sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnWaysBack(Part):
    """Remember the other ends of relations, whose names are taken."""

    sides: tuple[BackSide, ...]


QUIET_PARTS = (LearnColumns, ForgetColumns, LearnOptions, LearnWaysBack)
_SAYS: dict[str, str] = {
    MakePage.__name__: "Make",
    MakeTable.__name__: "Make",
    LearnColumns.__name__: "Remember the columns of",
    ForgetColumns.__name__: "Begin to make columns again in",
    AddColumns.__name__: "Add columns to",
    AddOptions.__name__: "Offer more options in",
    LearnOptions.__name__: "Remember the options of",
    NameWaysBack.__name__: "Name what leads back from",
    LearnWaysBack.__name__: "Remember what leads back from",
}


def part_line(part: str, kind: str, name: str, fields: Sequence[str]) -> str:
    """Say in a line what a part of that name makes, or made."""
    what = f" ({', '.join(fields)})" if fields else ""
    return f"{_SAYS.get(part, part)} the {PAGE if kind == PAGE else 'table'} “{name}”{what}"


def is_quiet_part(part: str) -> bool:
    """Say whether a part of that name is bookkeeping."""
    return part in {each.__name__ for each in QUIET_PARTS}

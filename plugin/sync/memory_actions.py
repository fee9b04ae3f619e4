"""Actions on a memory itself: what is made or learnt of its page and its tables in Notion.

Their names are ours; what people call things in Notion is never in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from connectors.errors import ChangedMeanwhile, ConnectorError, LookFirst, RefusedForGood
from plugin.sync.actions import About, WordlessAction
from plugin.sync.columns import COLUMNS, SOURCES, TITLES, BackSide, in_words

MEMORY_PAGE = "Partnership memory"
PAGE = "page"
PARTS = (PAGE, *SOURCES)  # what a part can be about; a table under the name of its source


def about_part(kind: str) -> About:
    """Return the memory's page or one of its tables, as actions and steps name it."""
    return About(kind, "", name_of_part(kind))


def name_of_part(kind: str) -> str:
    """Return what the memory's page or one of its tables is called."""
    return MEMORY_PAGE if kind == PAGE else TITLES[kind]


@dataclass(frozen=True, kw_only=True)
class MemoryAction(WordlessAction):
    """Something to be made or learnt of a memory's page or table; its names are ours."""

    overwrites = False
    left_after: ClassVar[tuple[type[ConnectorError], ...]] = (RefusedForGood, ChangedMeanwhile)


@dataclass(frozen=True, kw_only=True)
class MakePage(MemoryAction):
    """Make the page of a memory."""

    says = "Make"
    is_needed = True


@dataclass(frozen=True, kw_only=True)
class MakeTable(MemoryAction):
    """Make a table on it."""

    says = "Make"
    is_needed = True


@dataclass(frozen=True, kw_only=True)
class LearnColumns(MemoryAction):
    """Remember the ids of columns that are there."""

    says = "Remember the columns of"
    is_quiet = True

    ids: Mapping[str, str]  # by field


@dataclass(frozen=True, kw_only=True)
class ForgetColumns(MemoryAction):
    """Forget what was agreed on in columns that are made anew: they are empty in every row."""

    says = "Begin to make columns again in"
    is_quiet = True

    columns: tuple[str, ...]  # fields


@dataclass(frozen=True, kw_only=True)
class AddColumns(MemoryAction):
    """Make columns, and remember their ids."""

    says = "Add columns to"

    names: Mapping[str, str]  # by field

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.names.values())


@dataclass(frozen=True, kw_only=True)
class AddOptions(MemoryAction):
    """Offer options that are new to Hedgerow, and remember that they were."""

    says = "Offer more options in"

    options: Mapping[str, tuple[str, ...]]  # by field

    @property
    def fields(self) -> tuple[str, ...]:
        names = {column.field: column.name for column in COLUMNS[self.about.kind]}
        return tuple(f"{names[each]}: {', '.join(new)}" for each, new in self.options.items())


@dataclass(frozen=True, kw_only=True)
class LearnOptions(MemoryAction):
    """Remember that all options were offered."""

    says = "Remember the options of"
    is_quiet = True

    columns: tuple[str, ...]  # fields


@dataclass(frozen=True, kw_only=True)
class DropOptions(MemoryAction):
    """Take options away that may stand there no more; no row has them from then on."""

    says = "Take options away from"

    column: str  # its field
    names: tuple[str, ...]  # they may be words that were taken back: nobody is told them

    @property
    def fields(self) -> tuple[str, ...]:
        return in_words((self.column,), self.about.kind)


@dataclass(frozen=True, kw_only=True)
class NameWaysBack(MemoryAction):
    """Give the other ends of relations their names, and remember them."""

    says = "Name what leads back from"

    sides: tuple[BackSide, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(side.name for side in self.sides)


@dataclass(frozen=True, kw_only=True)
class LearnWaysBack(MemoryAction):
    """Remember the other ends of relations, whose names are taken."""

    says = "Remember what leads back from"
    is_quiet = True

    sides: tuple[BackSide, ...]


@dataclass(frozen=True, kw_only=True)
class MakeViews(MemoryAction):
    """Make views, and remember that they were made: people's changes of them are never undone."""

    says = "Make views of"
    left_after = (RefusedForGood, ChangedMeanwhile, LookFirst)

    names: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return self.names

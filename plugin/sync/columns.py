"""The columns of our three data sources: names, types, and who keeps each.

Fields have names of our own; Notion's property ids are learnt once and stored, so that people may
rename columns. A column that is added here later is made on the next run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from connectors.notion.column_types import ColumnType
from plugin.domain.judgements import BOUNDARY, STANDS, SURE, THEMES
from plugin.domain.piece_callout import (
    BY_THE_GROUP,
    CHANGED,
    OTHER_VIEW_KEPT,
    READERS,
    RESTS_ON,
    WITH_ITS_PEOPLE,
)
from plugin.domain.pieces import KINDS

COMMUNITIES, SESSIONS, MEMORY = "communities", "sessions", "memory"
SOURCES = (COMMUNITIES, SESSIONS, MEMORY)  # the order of making: relations lead backwards
TITLES = {COMMUNITIES: "Communities", SESSIONS: "Sessions", MEMORY: "Memory"}
SOURCE_OF_KIND = {"community": COMMUNITIES, "session": SESSIONS, "piece": MEMORY}
KEY = "key"
BELONGS_WITH = "belongs_with"
CELLS_OF_WORDS = ("title", "line", "kind", THEMES)  # of a row of Memory: words of its group


class Keeper(Enum):
    """Who may change a value."""

    BOTH = "both"  # compared three ways
    HERE = "here"  # an edit in Notion is put back
    ADDED = "added"  # ours are added and removed, people's own stay


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `to` and `back` belong to relations: where it leads, and its name there.

    One that leads back to its own table has no other end: both its rows name each other.
    """

    field: str
    name: str
    type: ColumnType
    kept: Keeper = Keeper.HERE
    options: tuple[str, ...] = ()
    to: str = ""
    back: str = ""


def _options(words: Mapping[Any, str]) -> tuple[str, ...]:
    return tuple(words.values())


COLUMNS: dict[str, tuple[Column, ...]] = {
    COMMUNITIES: (
        Column("name", "Name", ColumnType.TITLE),
        Column("question", "Question", ColumnType.TEXT),
        Column("permission", "Permission in two lines", ColumnType.TEXT),
        Column("next_meeting", "Next meeting", ColumnType.DAY),
        Column(KEY, "Hedgerow key", ColumnType.TEXT),
    ),
    SESSIONS: (
        Column("name", "Name", ColumnType.TITLE),
        Column("day", "Day", ColumnType.DAY),
        Column("community", "Community", ColumnType.RELATION, to=COMMUNITIES, back="Sessions"),
        Column("meeting_kind", "Kind of meeting", ColumnType.SELECT),
        Column("question", "Question we asked", ColumnType.TEXT),
        Column(KEY, "Hedgerow key", ColumnType.TEXT),
    ),
    MEMORY: (
        Column("title", "Name", ColumnType.TITLE, Keeper.BOTH),
        Column("line", "In one line", ColumnType.TEXT, Keeper.BOTH),
        Column("kind", "What it is", ColumnType.SELECT, Keeper.BOTH, _options(KINDS)),
        Column("stands", "Where it stands", ColumnType.SELECT, Keeper.BOTH, _options(STANDS)),
        Column(THEMES, "Themes", ColumnType.TAGS, Keeper.BOTH),
        Column("sure", "How sure", ColumnType.SELECT, Keeper.BOTH, _options(SURE)),
        Column("otherwise", "Someone sees it otherwise", ColumnType.CHECKBOX),
        Column(
            "rests_on",
            "Rests on",
            ColumnType.SELECT,
            options=tuple(RESTS_ON),
        ),
        Column(
            "checked",
            "Checked",
            ColumnType.SELECT,
            options=(WITH_ITS_PEOPLE, BY_THE_GROUP, OTHER_VIEW_KEPT, CHANGED),
        ),
        Column(
            "readers",
            "Who can read",
            ColumnType.SELECT,
            options=_options(READERS),
        ),
        Column("session", "Session", ColumnType.RELATION, to=SESSIONS, back="Pieces"),
        Column("community", "Community", ColumnType.RELATION, to=COMMUNITIES, back="Pieces"),
        Column(BELONGS_WITH, "Belongs with", ColumnType.RELATION, Keeper.BOTH, to=MEMORY),
        Column("look_again", "Look again on", ColumnType.DAY, Keeper.BOTH),
        Column("released", "Released", ColumnType.DAY),
        Column("boundary", "Boundary", ColumnType.SELECT, Keeper.BOTH, _options(BOUNDARY)),
        Column("study", "Study tags", ColumnType.TAGS, Keeper.ADDED),
        Column("url", "Open in Hedgerow", ColumnType.URL),
        Column(KEY, "Hedgerow key", ColumnType.TEXT),
        Column("revision", "Hedgerow revision", ColumnType.NUMBER),
    ),
}


@dataclass(frozen=True, slots=True)
class BackSide:
    """The other end of a relation: the name that people read in the source it leads to."""

    column: Column
    of: str  # the source that holds the relation
    name: str


BACK_SIDES: dict[str, tuple[BackSide, ...]] = {
    source: tuple(
        BackSide(column, holder, column.back)
        for holder in SOURCES
        for column in COLUMNS[holder]
        if column.to == source and column.back
    )
    for source in SOURCES
}


def column(source: str, field: str) -> Column:
    """Return one column; raise KeyError for a field that the source does not have."""
    found = next((each for each in COLUMNS[source] if each.field == field), None)
    if found is None:
        raise KeyError(field)
    return found


def quoted(names: Iterable[str]) -> str:
    """Return names of columns as a sentence has them: “Name”, “In one line”."""
    return ", ".join(f"“{name}”" for name in names)


def in_words(fields: Iterable[str], source: str) -> tuple[str, ...]:
    """Return fields under the names that people know."""
    names = {column.field: column.name for column in COLUMNS[source]} | {"narrative": "story"}
    return tuple(names[field] for field in fields)

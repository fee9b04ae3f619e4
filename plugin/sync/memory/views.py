"""The views of Memory in Notion: what each shows, of which rows, and which are still to be made.

They are made once. What people then change or delete of them is theirs: a view that was made is
remembered, and never looked at again. A view waits until all its columns are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from connectors.notion.column_types import ColumnType
from connectors.notion.filters import All, SelectIs
from connectors.notion.new_views import (
    BoardLook,
    CalendarLook,
    GalleryLook,
    NewView,
    TableLook,
    ViewGroups,
)
from plugin.domain.judgements import STANDS
from plugin.domain.notion_places import DataSource as Source
from plugin.domain.notion_places import NotionPlace
from plugin.domain.pieces import KINDS
from plugin.sync import messages
from plugin.sync.columns import COLUMNS, MEMORY, column, quoted
from plugin.sync.memory_actions import MakeViews, about_part
from plugin.sync.notion.property_values import Tables

_GROUP_TYPES = {ColumnType.SELECT: "select", ColumnType.RELATION: "relation"}


GALLERY, BOARD, TABLE, CALENDAR = "gallery", "board", "table", "calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryView:
    """One view: `key` is our name of it; columns are named by their fields."""

    key: str
    name: str
    layout: str
    shown: tuple[str, ...]
    by: str = ""  # by what rows are put together; in a calendar, their day
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()  # columns and the options that are shown
    newest_by: str = ""

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields of all columns without which it cannot be made."""
        return frozenset({*self.shown, self.by, self.newest_by, *dict(self.only)} - {""})


# The last one is a table: Notion's own first view is turned into it.
VIEWS = (
    MemoryView(
        key="start",
        name="Start here",
        layout=GALLERY,
        shown=("title", "line", "kind", "community"),
        newest_by="released",
    ),
    MemoryView(key="kinds", name="By kind", layout=BOARD, shown=("title", "line"), by="kind"),
    MemoryView(
        key="doubts",
        name="Open doubts",
        layout=TABLE,
        shown=("title", "line", "session", "sure"),
        only=(("kind", (KINDS["doubt"],)), ("stands", (STANDS["open"],))),
    ),
    MemoryView(
        key="trying",
        name="What we are trying",
        layout=BOARD,
        shown=("title", "line"),
        by="stands",
        only=(("kind", (KINDS["experiment"], KINDS["tried and learnt"])),),
    ),
    MemoryView(
        key="asked",
        name="Asked of others",
        layout=TABLE,
        shown=("title", "line", "stands", "look_again"),
        only=(("kind", (KINDS["ask"],)),),
    ),
    MemoryView(
        key="look_again",
        name="Look again",
        layout=CALENDAR,
        shown=("title", "kind"),
        by="look_again",
    ),
    MemoryView(
        key="meetings",
        name="By meeting",
        layout=TABLE,
        shown=("title", "line", "kind"),
        by="session",
    ),
    MemoryView(
        key="study",
        name="For study",
        layout=TABLE,
        shown=("title", "study", "sure", "rests_on", "session", "boundary"),
    ),
)


def lacking(place: NotionPlace | None, tables: Tables, *, mends: bool) -> tuple[MakeViews, ...]:
    """Return what is to be made; what Notion refused once is tried again only when asked for."""
    source = place.source(MEMORY) if place else None
    made = source.views if source else {}
    usable = tables[MEMORY].usable if MEMORY in tables else None
    names = tuple(
        each.name
        for each in VIEWS
        if (each.key not in made or (mends and not made[each.key]))
        and (usable is None or each.fields <= usable)
    )
    return (MakeViews(about=about_part(MEMORY), names=names),) if names else ()


def refused(place: NotionPlace | None) -> Iterator[str]:
    """Say which views Notion did not take, and how they are made by hand."""
    source = place.source(MEMORY) if place else None
    made = source.views if source else {}
    if names := [each.name for each in VIEWS if made.get(each.key) == ""]:
        yield messages.VIEWS_REFUSED.format(views=quoted(names))


def as_new_view(view: MemoryView, source: Source) -> NewView:
    """Return a view as Notion makes it: every column of ours is shown or hidden by name."""
    ids = source.columns
    ours = [each.field for each in COLUMNS[MEMORY] if each.field in ids]
    rows = tuple(SelectIs(ids[each], options) for each, options in view.only)
    return NewView(
        view.name,
        _look(view, ids),
        shown=tuple(ids[each] for each in view.shown),
        hidden=tuple(ids[each] for each in ours if each not in view.shown),
        rows=All(rows) if len(rows) > 1 else next(iter(rows), None),
        newest_by=ids.get(view.newest_by, ""),
    )


def _look(
    view: MemoryView, ids: Mapping[str, str]
) -> TableLook | BoardLook | GalleryLook | CalendarLook:
    if view.layout == GALLERY:
        return GalleryLook()
    if view.layout == CALENDAR:
        return CalendarLook(ids[view.by])
    if not view.by:
        return TableLook()
    groups = ViewGroups(ids[view.by], _GROUP_TYPES[column(MEMORY, view.by).type], hides_empty=True)
    return BoardLook(groups) if view.layout == BOARD else TableLook(groups)

"""The views of Memory in Notion: what each shows, of which rows, and in which form."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.judgements import STANDS
from plugin.domain.pieces import KINDS

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

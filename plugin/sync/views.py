"""The views of Memory in Notion: what each shows, of which rows, and in which form."""

from __future__ import annotations

from dataclasses import dataclass

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
        key="meetings",
        name="By meeting",
        layout=TABLE,
        shown=("title", "line", "kind"),
        by="session",
    ),
    MemoryView(
        key="study", name="For study", layout=TABLE, shown=("title", "study", "rests_on", "session")
    ),
)

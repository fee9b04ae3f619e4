"""What all of Miro's calls share: the account, how reads are put, and the two walks over slices.

Miro pages boards, members, tags and what carries a tag by offset, items and connectors by cursor
(`docs/miro.md#boards` and `docs/miro.md#tags`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from connectors.account import Account
from connectors.http import Call
from connectors.paging import CursorSlice, OffsetSlice, walk_cursors, walk_offsets
from connectors.replies import RawAnswer

# Miro's largest slice for items, members, boards and tags; items refuse fewer than 10.
SLICE = 50


class Listed(Protocol):
    """A row of a list: its id tells it from the others; one that cannot be read may have none."""

    @property
    def id(self) -> str:
        """Its id, empty where there is none."""


T = TypeVar("T", bound=Listed)
Row = TypeVar("Row", covariant=True)


class OffsetPage(Protocol[Row]):
    """An envelope that is paged by offset."""

    @property
    def data(self) -> Sequence[Row]:
        """The rows."""

    @property
    def total(self) -> int | None:
        """How many rows there are in all."""

    @property
    def offset(self) -> int | None:
        """From where Miro says that these rows count."""


class CursorPage(Protocol[Row]):
    """An envelope that is paged by cursor."""

    @property
    def data(self) -> Sequence[Row]:
        """The rows."""

    @property
    def cursor(self) -> str | None:
        """The cursor of the next slice."""


class MiroCalls:
    """Holds the account that the calls of one token go through."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def look(self, call: Call) -> RawAnswer:
        """Send any call once and return what came, a refusal too: to examine, not to work."""
        return self._account.look(call)

    def _by_offset(
        self,
        route: str,
        ids: Mapping[str, str],
        query: Mapping[str, str],
        read: Callable[[object], OffsetPage[T]],
    ) -> tuple[T, ...]:
        """Walk a list from its first row to its last; every id once, read again if it moved.

        Rows without an id keep their place in the walk, and are left out of what comes of it.
        """

        def call(offset: int) -> Call:
            return reading(route, ids, {**query, "limit": str(SLICE), "offset": str(offset)})

        def fetch(offset: int) -> OffsetSlice[tuple[object, T]]:
            page = self._account.ask(call(offset), read)
            rows = [(row.id or offset + at, row) for at, row in enumerate(page.data)]
            return OffsetSlice(rows, page.total, page.offset)

        def identity(row: tuple[object, T]) -> object:
            return row[0]

        rows = walk_offsets(fetch, self._account.where(call(0)), SLICE, identity)
        return tuple(row for _, row in rows if row.id)

    def _by_cursor(
        self,
        route: str,
        ids: Mapping[str, str],
        query: Mapping[str, str],
        read: Callable[[object], CursorPage[T]],
    ) -> tuple[T, ...]:
        """Walk a list cursor by cursor, as above; links in answers are never followed."""

        def call(cursor: str | None) -> Call:
            place = {"cursor": cursor} if cursor else {}
            return reading(route, ids, {**query, "limit": str(SLICE), **place})

        def fetch(cursor: str | None) -> CursorSlice[T]:
            page = self._account.ask(call(cursor), read)
            return CursorSlice(page.data, page.cursor)

        rows = walk_cursors(fetch, self._account.where(call(None)))
        return tuple(row for row in rows if row.id)


def reading(
    route: str, ids: Mapping[str, str] | None = None, query: Mapping[str, str] | None = None
) -> Call:
    """Return a call that only reads."""
    return Call(method="GET", route=route, ids=ids or {}, query=query or {}, harmless=True)

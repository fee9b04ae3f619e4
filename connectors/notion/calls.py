"""What all of Notion's calls share: the account, how reads are put, and the walk over slices.

Notion gives slices of up to 100 and may give fewer while there are more: only the cursor says when
a list ends (`docs/notion.md#ids-and-lists`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from connectors.account import Account
from connectors.http import Call
from connectors.paging import CursorSlice, walk_cursors
from connectors.replies import RawAnswer

# Notion's largest slice.
SLICE = 100

T = TypeVar("T")
Row = TypeVar("Row", covariant=True)


class Slice(Protocol[Row]):
    """An envelope that is walked by cursor."""

    @property
    def results(self) -> Sequence[Row]:
        """The rows."""

    @property
    def next_cursor(self) -> str | None:
        """The cursor of the next slice."""


class NotionCalls:
    """Holds the account that the calls of one token go through."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def look(self, call: Call) -> RawAnswer:
        """Send any call once and return what came, a refusal too: to examine, not to work."""
        return self._account.look(call)

    def _walk(
        self, call: Callable[[str | None], Call], read: Callable[[object], Slice[T]]
    ) -> tuple[T, ...]:
        """Walk a list to its end; `call` gets None first, then each cursor."""
        return tuple(self._each(call, read))

    def _each(
        self, call: Callable[[str | None], Call], read: Callable[[object], Slice[T]]
    ) -> Iterator[T]:
        """Walk a list as it is asked for, a slice in memory at a time."""

        def fetch(cursor: str | None) -> CursorSlice[T]:
            found = self._account.ask(call(cursor), read)
            return CursorSlice(found.results, found.next_cursor)

        return walk_cursors(fetch, self._account.where(call(None)))


def reading(route: str, query: Mapping[str, str] | None = None, **ids: str) -> Call:
    """Return a call that only reads."""
    return Call(method="GET", route=route, ids=ids, query=query or {}, harmless=True)


def slice_of(
    route: str, cursor: str | None, query: Mapping[str, str] | None = None, **ids: str
) -> Call:
    """Return the call for one slice of a list that is read by GET."""
    place = {"start_cursor": cursor} if cursor else {}
    return reading(route, {**(query or {}), "page_size": str(SLICE), **place}, **ids)

"""Rows as queries show them, in little memory: what many of them say is kept once.

Thousands of rows have the same columns, options, sessions and makers, and Notion says each of these
in every row. A row is slimmed as it comes, so that only one slice is in memory as Notion sends it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from sys import intern

from schemas.notion import Page, Value


@dataclass(slots=True)
class RowSlimmer:
    """Slims the rows of one run."""

    known: dict[Value, Value] = field(default_factory=dict)  # without words or an address

    def slimmed(self, rows: Iterable[Page]) -> tuple[Page, ...]:
        """Return rows in the order in which they come; of one that comes twice, the last."""
        return tuple({row.id: self._slim(row) for row in rows}.values())

    def _slim(self, row: Page) -> Page:
        return replace(
            row,
            properties={intern(name): self._once(each) for name, each in row.properties.items()},
            parent_type=_once(row.parent_type),
            parent_id=_once(row.parent_id),
            created_by=_once(row.created_by),
            last_edited_by=_once(row.last_edited_by),
        )

    def _once(self, value: Value) -> Value:
        if value.text or value.url:
            return replace(value, id=intern(value.id), type=intern(value.type), runs=())
        return self.known.setdefault(value, value)


def _once(text: str | None) -> str | None:
    return None if text is None else intern(text)

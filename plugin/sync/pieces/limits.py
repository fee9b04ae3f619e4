"""What is more than Notion takes: a column with more than 100 entries is left as it is, and said.

Nothing is cut to fit. Tags that people added are theirs and never left out for ours; and half of a
relation would be read back as an edit of people, who never made one. A piece that would be named
with more than 100 others is still named in the rows of those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from plugin.sync import messages
from plugin.sync.actions import Action, CellsAction
from plugin.sync.columns import COLUMNS, SOURCE_OF_KIND, ColumnType, in_words
from plugin.sync.pieces.sides import RowPlan

MOST_ENTRIES = 100  # in a list, one write (`docs/notion.md#text-and-its-limits`)
_LISTS = (ColumnType.TAGS, ColumnType.RELATION)


def within_limits(row: RowPlan, urls: Mapping[str, str]) -> RowPlan:
    """Leave columns out of a row's plan that would hold too much; `urls` are those of pieces."""
    said = tuple(_said(row, urls))
    if not said:
        return row
    actions = tuple(each for action in row.actions for each in _without_too_many(action))
    return replace(row, actions=actions, messages=(*row.messages, *said))


def _said(row: RowPlan, urls: Mapping[str, str]) -> Iterator[str]:
    for action in row.actions:
        about = action.about
        for name in in_words(_too_many(action), SOURCE_OF_KIND[about.kind]):
            url = urls.get(about.our_id, about.name)
            yield messages.TOO_MANY.format(name=name, most=MOST_ENTRIES, url=url)


def _without_too_many(action: Action) -> Iterator[Action]:
    too_many = _too_many(action)
    if isinstance(action, CellsAction) and too_many:
        values = {each: text for each, text in action.values.items() if each not in too_many}
        if values:
            yield replace(action, values=values)
    else:
        yield action


def _too_many(action: Action) -> tuple[str, ...]:
    """Return the fields of an action that have more entries than can be written."""
    if not isinstance(action, CellsAction):
        return ()
    lists = (each for each in COLUMNS[SOURCE_OF_KIND[action.about.kind]] if each.type in _LISTS)
    entries = {each.field: action.values.get(each.field, "").split("\n") for each in lists}
    return tuple(each for each, found in entries.items() if len(found) > MOST_ENTRIES)

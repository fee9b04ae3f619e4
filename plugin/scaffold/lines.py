"""A plan in the words of whoever reads it before a board is built."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.scaffold.board import WantedBoard
from plugin.scaffold.plan import Action, Adopt, CreateFrame, CreateItems

MAKE_BOARD = "Make a board"


def lines(wanted: WantedBoard, actions: Sequence[Action]) -> tuple[str, ...]:
    """Return a line for each action, in its order."""
    return tuple(_line(wanted, action) for action in actions)


def _line(wanted: WantedBoard, action: Action) -> str:
    match action:
        case Adopt(key):
            return f"Know again what an earlier try made in the box “{_box(wanted, key)}”"
        case CreateFrame(frame):
            return f"Make the box “{frame.title}”"
        case CreateItems(items):
            boxes = dict.fromkeys(wanted.frame(item.zone).title for item in items)
            what = "one text or card" if len(items) == 1 else f"{len(items)} texts and cards"
            return f"Make {what} in {', '.join(f'“{title}”' for title in boxes)}"


def _box(wanted: WantedBoard, key: str) -> str:
    return wanted.frame(key.partition("/")[0]).title

"""Items with words that are no sticky notes: which can be collected, how they are counted; pure.

A session can choose to collect texts, shapes and cards like sticky notes. What is not collected is
counted by box and kind and told at every collecting, never with its words; what Hedgerow placed,
and copies of it, is nobody's note.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plugin.capture.boxes import name_of
from plugin.domain.templates import Template

COLLECTABLE = frozenset({"text", "shape", "card"})
_NAMES = {
    "text": ("text", "texts"),
    "shape": ("shape", "shapes"),
    "card": ("card", "cards"),
    "app_card": ("app card", "app cards"),
    "document": ("document", "documents"),
    "doc_format": ("document", "documents"),
    "data_table_format": ("table", "tables"),
}
NOT_COLLECTED = "not collected."
_OTHER = ("item of another kind", "items of other kinds")


def kind_of(item_type: str) -> str:
    """Return the name under which items of a type are counted: *shape*."""
    return _NAMES.get(item_type, _OTHER)[0]


def not_collected(counted: Mapping[tuple[str, str], int], template: Template) -> Iterable[str]:
    """Write a sentence for every box with other items; `counted` maps box and kind to a number."""
    many_of = dict(_NAMES.values()) | dict([_OTHER])
    for code in dict.fromkeys(code for code, _ in counted):
        own = {kind: number for (box, kind), number in counted.items() if box == code}
        in_order = [kind for kind in many_of if kind in own]
        parts = [f"{own[kind]} {kind if own[kind] == 1 else many_of[kind]}" for kind in in_order]
        verb = "is" if sum(own.values()) == 1 else "are"
        yield (
            f"In {name_of(template, code)} there {verb} {_joined(parts)} with words that {verb} "
            f"{NOT_COLLECTED}"
        )


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"

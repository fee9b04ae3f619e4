"""Says which created item answers which request: Miro does not promise the order.

See docs/miro.md#making-items.

Pure. Words and place together decide first; the order of the answer is the last resort.
"""

from collections.abc import Callable, Sequence

from connectors.miro.new_items import NewItem
from schemas.miro import Item

Trait = tuple[object, ...]


def match_created(requests: Sequence[NewItem], created: Sequence[Item]) -> tuple[Item, ...] | None:
    """Return the created items in the order of their requests, None where they do not match."""
    if len(requests) != len(created) or not all(item.id for item in created):
        return None
    found: dict[int, Item] = {}
    left = list(created)
    for wanted, has in _COMPARISONS:
        for index, request in enumerate(requests):
            if index in found:
                continue
            match = next((item for item in left if has(item) == wanted(request)), None)
            if match is not None:
                found[index] = match
                left.remove(match)
    return tuple(found[index] for index in range(len(requests))) if not left else None


def _place(x: float | None, y: float | None) -> Trait:
    return (None if x is None else round(x, 1), None if y is None else round(y, 1))


_COMPARISONS: tuple[tuple[Callable[[NewItem], Trait], Callable[[Item], Trait]], ...] = (
    (
        lambda new: (new.kind, new.content, new.parent_id, *_place(new.x, new.y)),
        lambda item: (item.type, item.wording, item.parent_id, *_place(item.x, item.y)),
    ),
    (
        lambda new: (new.kind, new.parent_id, *_place(new.x, new.y)),
        lambda item: (item.type, item.parent_id, *_place(item.x, item.y)),
    ),
    (
        lambda new: (new.kind, new.content, new.parent_id),
        lambda item: (item.type, item.wording, item.parent_id),
    ),
    (lambda new: (new.kind,), lambda item: (item.type,)),
)

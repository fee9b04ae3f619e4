"""How containers lie in each other: frames, groups and tables, from the innermost outwards; pure.

Miro names one parent of an item. People draw frames inside boxes and put tables into them, so a
parent has a parent of its own; whoever follows it must not walk in a circle. What lay in a deleted
container has no parent any more: only the note remembers it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from plugin.domain.notes import Note


def outwards(container_id: str | None, parents: Mapping[str, str | None]) -> Iterator[str]:
    """Yield a container and whatever it lies in, each once; `parents` maps inner to outer."""
    seen: set[str] = set()
    while container_id is not None and container_id not in seen:
        yield container_id
        seen.add(container_id)
        container_id = parents.get(container_id)


def unknown_containers(
    parents: Mapping[str, str | None], remembered: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the containers that something lies or lay in, and that nobody has read yet."""
    named = {parent for parent in parents.values() if parent is not None}
    return tuple(sorted((named | {*remembered}) - parents.keys()))


def remembered_containers(
    notes: Mapping[str, Note], parents: Mapping[str, str | None]
) -> frozenset[str]:
    """Return what the notes lay in that lie in nothing now; `notes` are found by their items."""
    return frozenset(
        note.container_id
        for item_id, note in notes.items()
        if note.container_id and note.text is not None and parents.get(item_id) is None
    )

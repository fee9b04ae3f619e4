"""How containers lie in each other: frames, groups and tables, from the innermost outwards; pure.

Miro names one parent of an item. People draw frames inside boxes and put tables into them, so a
parent has a parent of its own; whoever follows it must not walk in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def outwards(container_id: str | None, parents: Mapping[str, str | None]) -> Iterator[str]:
    """Yield a container and whatever it lies in, each once; `parents` maps inner to outer."""
    seen: set[str] = set()
    while container_id is not None and container_id not in seen:
        yield container_id
        seen.add(container_id)
        container_id = parents.get(container_id)


def unknown_containers(parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the containers that something lies in and that nobody has read yet."""
    named = {parent for parent in parents.values() if parent is not None}
    return tuple(sorted(named - parents.keys()))

"""Themes as a filter of the memory, for those who read the desk on which they are made.

Which theme a note has is known to nobody else: for others there is no such theme.
"""

from __future__ import annotations

from collections.abc import Iterable

from plugin.domain.people import Actor, Power
from plugin.domain.themes import Theme, in_order
from plugin.store import communities as stored_communities
from plugin.store import themes as stored_themes
from plugin.store.database import Tx


def readable_themes(tx: Tx, actor: Actor, partnership_id: str) -> tuple[tuple[Theme, int], ...]:
    """Return the themes of the groups whose desk `actor` reads, each with its depth."""
    return tuple(
        each
        for community in stored_communities.communities(tx, partnership_id)
        if actor.may(Power.CURATE, partnership_id, community.id)
        for each in in_order(stored_themes.themes(tx, community.id))
    )


def with_those_below(themes: Iterable[tuple[Theme, int]], theme_id: str) -> tuple[str, ...]:
    """Return the ids of a theme and of all below it; none for a theme that is not among these."""
    found: list[str] = []
    top: int | None = None
    for theme, depth in themes:
        if theme.id == theme_id:
            top = depth
            found.append(theme.id)
        elif top is not None and depth > top:
            found.append(theme.id)
        elif top is not None:
            break
    return tuple(found)


def theme_ids(tx: Tx, actor: Actor, partnership_id: str, theme_id: str) -> tuple[str, ...] | None:
    """Return the themes that a filter asks for; None where it asks for none in particular."""
    if not theme_id:
        return None
    return with_those_below(readable_themes(tx, actor, partnership_id), theme_id)

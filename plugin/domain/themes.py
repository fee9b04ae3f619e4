"""Themes: names with a definition that a learning partner gives to notes; pure.

A theme can stand below another one. Merged into another it stays as a trail: what it was called,
what it meant, and where its notes are now.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from plugin.domain.blankness import is_blank, one_line
from plugin.errors import BadInput

THEME_MAX = 60
DEFINITION_MAX = 400
MEMO_MAX = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme of a community; `merged_into` says where its notes are now."""

    id: str
    community_id: str
    name: str = field(repr=False)
    definition: str = field(default="", repr=False)
    parent_id: str | None = None
    version: int = 1
    merged_into: str | None = None
    merged_on: date | None = None
    is_for_partners: bool = False  # its name stands beside pieces in Notion
    proposed_on: date | None = None  # typed in Notion then, and nobody has decided yet

    @property
    def called(self) -> str:
        """Return what it is called; its name goes with the words of a note that it repeated."""
        return self.name or "a theme without a name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """What a curator writes down beside a note: for themselves, or for the other curators too."""

    note_id: str
    words: str = field(repr=False)
    is_shared: bool = False
    is_own: bool = True


def name_of(given: str) -> str:
    """Return a theme's name as it is stored; raise BadInput for none, or one that is too long."""
    name = one_line(given)
    if is_blank(name):
        raise BadInput("A theme needs a name. Nothing was changed. Write one or two words.")
    if len(name) > THEME_MAX:
        raise BadInput(
            f"The name has {len(name)} characters; {THEME_MAX} fit. Nothing was changed. Put what "
            "it means into the definition."
        )
    return name


def definition_of(given: str) -> str:
    """Return a definition as it is stored; raise BadInput for one that is too long."""
    words = one_line(given)
    if len(words) > DEFINITION_MAX:
        raise BadInput(
            f"The definition has {len(words)} characters; {DEFINITION_MAX} fit. Nothing was "
            "changed. Shorten it."
        )
    return words


def named(themes: Sequence[Theme], name: str) -> Theme | None:
    """Return the theme of this name, however it is capitalised; none that was merged."""
    folded = one_line(name).casefold()
    return next(
        (each for each in themes if not each.merged_into and each.name.casefold() == folded), None
    )


def holding(themes: Mapping[str, Theme], theme: Theme) -> Theme:
    """Return the theme into which one was merged in the end, itself if it was not."""
    seen = {theme.id}
    while theme.merged_into and theme.merged_into in themes and theme.merged_into not in seen:
        theme = themes[theme.merged_into]
        seen.add(theme.id)
    return theme


def names_of(themes: Sequence[Theme], given: str) -> tuple[str, ...]:
    """Return the names that commas part, each once; a theme's own name may have commas.

    Raise BadInput for none, or one that is too long.
    """
    if named(themes, given) is not None:
        return (name_of(given),)
    parts = [each for each in given.split(",") if not is_blank(each)] or [given]
    return tuple({name.casefold(): name for name in map(name_of, parts)}.values())


def in_order(themes: Sequence[Theme]) -> tuple[tuple[Theme, int], ...]:
    """Return the themes that hold, each below its parent, with how deep it stands."""
    here = [each for each in themes if each.merged_into is None]
    ids = {each.id for each in here}
    below: dict[str | None, list[Theme]] = {}
    for each in sorted(here, key=lambda theme: theme.name.casefold()):
        below.setdefault(each.parent_id if each.parent_id in ids else None, []).append(each)
    found: list[tuple[Theme, int]] = []
    waiting = [(each, 0) for each in reversed(below.get(None, []))]
    while waiting:
        theme, depth = waiting.pop()
        found.append((theme, depth))
        waiting += [(each, depth + 1) for each in reversed(below.get(theme.id, []))]
    return tuple(found)


def require_no_circle(themes: Mapping[str, Theme], theme_id: str, parent_id: str | None) -> None:
    """Return if a theme can stand below another one; raise BadInput where it stands above it."""
    above, seen = parent_id, set[str]()
    while above is not None and above not in seen:
        if above == theme_id:
            raise BadInput(
                "A theme cannot stand below itself. Nothing was changed. Choose another one."
            )
        seen.add(above)
        above = themes[above].parent_id if above in themes else None


def merged_here(themes: Collection[Theme], theme_id: str) -> tuple[Theme, ...]:
    """Return the themes that were merged into this one, directly or one after the other."""
    found, into = list[Theme](), {theme_id}
    while True:
        more = [each for each in themes if each.merged_into in into and each not in found]
        if not more:
            return tuple(found)
        found += more
        into |= {each.id for each in more}

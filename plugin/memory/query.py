"""What somebody asks the memory for: words, and where to look for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugin.domain.rooms import LETTERS
from plugin.domain.templates import Template
from plugin.domain.text_search import terms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Words, each of which must stand in what is found, and filters; an empty one asks for all."""

    words: str = ""
    community_id: str = ""
    session_id: str = ""
    box: str = ""  # a box's title, as it stands on boards
    kind: str = ""
    theme_id: str = ""
    form: str = ""  # which kind of shared thing a piece is; no note is one
    since: date | None = None  # of sessions for notes, of wordings for pieces
    until: date | None = None

    @property
    def terms(self) -> tuple[str, ...]:
        """Return the words in the form in which they are looked for."""
        return terms_of(self.words)

    @property
    def asks_for_words(self) -> bool:
        """Say whether anything was typed, be it only a sign that stands for no word."""
        return bool(self.words.strip())

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is asked for: then the page shows all pieces and no notes."""
        return not self.asks_for_words and not self.has_filters

    @property
    def has_filters(self) -> bool:
        """Say whether anything narrows what is looked through."""
        chosen = (self.community_id, self.session_id, self.box, self.kind, self.theme_id)
        return any(chosen) or bool(self.form) or self.since is not None or self.until is not None

    def is_about(self, day: date) -> bool:
        """Say whether a day lies among those that are asked for; both ends count."""
        after = self.since is None or day >= self.since
        return after and (self.until is None or day <= self.until)


def boxes_named(title: str, designs: Sequence[Template]) -> frozenset[tuple[str, str]]:
    """Return design and code of every box of this title, those of rooms too.

    The title of a box finds it in all rooms, and its title in one room finds it there.
    """
    return frozenset(
        (design.code, each.code)
        for design in designs
        for zone in design.zones
        for each in (zone, *map(zone.in_room, LETTERS))
        if title in (zone.title, each.title)
    )

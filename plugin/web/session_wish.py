"""What the form of a new session asks for, read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from plugin.domain.labels import Label
from plugin.domain.rooms import Rooms, in_rooms, labels_in_rooms
from plugin.domain.templates import Template
from plugin.languages import SessionLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the form asks for, read; `template` None is a meeting without a board."""

    template: Template | None
    day: date
    name: str
    miro_board_id: str | None
    design: Template | None = None  # the whole of it, where its short form is asked for
    over: str = ""  # what a day that is over means
    stricter: Mapping[str, Label] = field(default_factory=dict)  # by box, for this session alone
    rooms: Rooms | None = None  # in which groups work, each with boxes of its own
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the same
    language: SessionLanguage = SessionLanguage.ENGLISH

    @property
    def is_short(self) -> bool:
        """Say whether the short form is asked for."""
        return self.design is not self.template

    @property
    def on_board(self) -> Template | None:
        """Return the design with what is asked, its boxes once for each room."""
        if self.template is None:
            return None
        asking = self.template.asking(self.questions)
        if self.rooms is None:
            return asking
        codes = {zone.code: zone.label for zone in asking.zones}
        return in_rooms(asking, labels_in_rooms(codes, self.rooms))

"""What is judged of a piece beside its words: where it stands, how sure, what is at its boundary.

It is no part of a wording: it changes without a check, and un-checks nothing. Every change is
kept, and the newest one counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as field_of
from datetime import date, datetime

STANDS = {
    "open": "Open",
    "being tried": "Being tried",
    "settled": "Settled for now",
    "set down": "Set down (with reason)",
    "replaced": "Replaced",
}
OVER = ("set down", "replaced")  # nobody looks at these again
SURE = {
    "first hint": "First hint",
    "more than once": "Seen more than once",
    "supported": "Well supported",
    "people differ": "People differ",
}
BOUNDARY = {
    "as it is": "Can be shared as it is",
    "differently": "Read differently by each of us",
    "at stake": "Something is at stake",
}
LOOP = {
    "first": "Are we doing it right?",
    "second": "Are we doing the right thing?",
    "third": "What makes it seem right to us?",
}
SCALE = {
    "person": "A person",
    "team": "A team",
    "organisation": "An organisation",
    "place": "A place",
    "national": "The whole country",
}
FORM = {
    "shelf": "Shelf: anybody takes from it",
    "sketch": "Sketch: it fits no place exactly",
    "outline": "Shared outline: each fills it differently",
    "form": "Form: the same blanks for everybody",
}
CHOICES = {
    **{"stands": STANDS, "sure": SURE, "boundary": BOUNDARY},
    **{"loop": LOOP, "scale": SCALE, "form": FORM},
}
_CODES = {
    field: {words: code for code, words in choices.items()} | {"": ""}
    for field, choices in CHOICES.items()
}
JUDGED = ("stands", "sure", "look_again", "boundary")  # fields, as both sides keep them
THEMES = "themes"  # kept by both sides too, each theme by itself
JUDGED_HERE = ("loop", "scale", "form")  # chosen here alone, and no column in Notion
STUDIED = ("sure", "boundary", "form", "loop", "scale", "look_again")  # on the study table


@dataclass(frozen=True, slots=True)
class PieceTheme:
    """A theme that a piece has; its name as it may be read."""

    piece_id: str
    theme_id: str
    name: str = field_of(repr=False)
    is_for_partners: bool = False
    is_proposed: bool = False  # typed in Notion, and nobody has decided yet
    may_go_out: bool = True  # nothing in its name is hidden, or may point to a person

    @property
    def goes_out(self) -> bool:
        """Say whether its name stands beside the piece in Notion."""
        return self.is_for_partners and self.may_go_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One judgement of a piece in words of ours; empty where nobody said anything."""

    piece_id: str
    number: int  # 0: nobody has judged yet
    made_at: datetime
    made_in: str  # here, notion
    stands: str = "open"
    sure: str = ""
    boundary: str = ""
    look_again: date | None = None
    loop: str = ""  # of learning: single, double or triple
    scale: str = ""
    form: str = ""  # of a boundary object, as Star and Griesemer tell them apart

    def says(self, field: str) -> str:
        """Return a field as both sides keep it: an option in words, a day as 2026-12-16."""
        if field == "look_again":
            return self.look_again.isoformat() if self.look_again else ""
        code: str = getattr(self, field)
        return CHOICES[field].get(code, "")

    def is_due(self, today: date) -> bool:
        """Say whether the day on which to look again has come, for what still stands."""
        is_over = self.stands in OVER
        return self.look_again is not None and self.look_again <= today and not is_over

    @property
    def by_field(self) -> dict[str, str]:
        """Return all fields as both sides keep them."""
        return {field: self.says(field) for field in JUDGED}

    @property
    def every_field(self) -> dict[str, str]:
        """Return all fields, with those that are chosen here alone."""
        return {field: self.says(field) for field in (*JUDGED, *JUDGED_HERE)}

    def followed(self, said: Mapping[str, str], made_at: datetime, made_in: str) -> Judgement:
        """Return the next judgement, with some fields replaced; raise ValueError for no such."""
        now = {**self.every_field, **said}
        return replace(
            self,
            number=self.number + 1,
            made_at=made_at,
            made_in=made_in,
            stands=code_of("stands", now["stands"]),
            sure=code_of("sure", now["sure"]),
            boundary=code_of("boundary", now["boundary"]),
            look_again=_day(now["look_again"]),
            loop=code_of("loop", now["loop"]),
            scale=code_of("scale", now["scale"]),
            form=code_of("form", now["form"]),
        )


def needs_reason(kind: str, before: str, after: str) -> bool:
    """Say whether somebody has to say why a piece stands otherwise: a doubt that is retired."""
    if before == after or after in ("", "open", "being tried"):
        return False
    return after == "set down" or kind == "doubt"


def is_known(field: str, text: str) -> bool:
    """Say whether a text is one that a field can hold."""
    try:
        _day(text) if field == "look_again" else code_of(field, text)
    except ValueError:
        return False
    return True


def code_of(field: str, text: str) -> str:
    """Return our word for an option; raise ValueError for one that is none of ours."""
    if text not in _CODES[field]:
        raise ValueError(field)
    return _CODES[field][text]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

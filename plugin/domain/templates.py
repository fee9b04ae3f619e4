"""Session designs as values: zones with a question and a label, and the steps of the meeting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape

from plugin.domain.blankness import is_blank
from plugin.domain.labels import Label

WELCOME, OFF_THE_RECORD, CLOSE = "Z0", "ZX", "ZC"
_LETTERS = {WELCOME: "W", OFF_THE_RECORD: "O", CLOSE: "C"}
_CODES = {letter: code for code, letter in _LETTERS.items()}
LAYS_OUT_NOTES, LAYS_OUT_PIECES = "notes", "pieces"
USES = ("start", "tell", "back", "sense", "mend")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_TITLE = re.compile(r"^\s*(?P<handle>\d{1,2}[A-Fa-f]?|[WOCwoc])\s*[·.:–—-]")
_ROOM = re.compile(r"Z\d{1,2}(?P<room>[A-F])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """One box of a design: its code, its words, and what a note in it usually becomes."""

    code: str
    title: str
    prompts: tuple[str, ...]
    label: Label
    kind: str = "note"
    becomes: str = "note"
    family: str = "representation"
    person: int = 2
    is_story: bool = False
    takes_returns: bool = False  # what comes back from earlier meetings is laid out here
    lays_out: str = ""  # what is laid out here as cards: notes, pieces
    reopens: str = ""  # the box whose notes these are, such as T6b Z2; "" for those of all boxes
    asks_questions: bool = False  # a note here is a question; advice is nudged to become one
    key: str = ""  # in a group's own design: what the box is called in all its versions
    at_most: Label = Label.M  # in a group's own design: the label that its box came with
    room: str = ""  # whose box it is, where groups work in rooms: A, B …

    @property
    def agreed_as(self) -> str:
        """Return the name under which an agreement knows this box, wherever it stands now."""
        return self.key or self.code

    @property
    def frame_title(self) -> str:
        """Return the frame's title on a board: *3 · The story*."""
        return f"{_LETTERS.get(self.code) or self.code.removeprefix('Z')} · {self.title}"

    def in_room(self, room: str) -> Zone:
        """Return the box as one room has it; an agreement knows it as before."""
        title = f"{self.title} (room {room})"
        return replace(self, code=f"{self.code}{room}", title=title, key=self.agreed_as, room=room)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a meeting: what happens, in which boxes, for how many minutes."""

    title: str
    minutes: int
    zones: tuple[str, ...]
    happens: str
    say: str  # what the facilitator can say aloud, as it stands
    short_minutes: int = 0  # in the short form of the meeting, which leaves a step of 0 out
    dots: int = 0  # that each person can put on its kept notes, by phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A session design, such as T3; `version` changes with its words.

    One without a board (`has_board`) has steps and no zones: it is for a person alone.
    """

    code: str
    title: str
    meeting_kind: str
    phase: str
    use: str  # what a group wants when it chooses this design, one of USES
    version: int
    purpose: str
    who: str
    zones: tuple[Zone, ...]
    steps: tuple[Step, ...]
    hint: str = ""  # when it is the right one
    least_people: int = 0
    most_people: int = 0  # 0 for any number
    has_board: bool = True
    base: str = ""  # of a group's own design: the shipped one that it was made from, if any

    @property
    def is_own(self) -> bool:
        """Say whether this is a version of a group's own design."""
        return "." in self.code

    @property
    def design_id(self) -> str:
        """Return what all versions of a group's own design share; a shipped design's code."""
        return self.code.partition(".")[0]

    def zone(self, code: str) -> Zone | None:
        """Return the zone of this code, that of one room too, or None."""
        found = next((zone for zone in self.zones if zone.code == code), None)
        if found is None and (room := room_of(code)):
            base = next((zone for zone in self.zones if zone.code == code.removesuffix(room)), None)
            return base.in_room(room) if base else None
        return found

    @property
    def minutes(self) -> int:
        """Return how long the meeting takes."""
        return sum(step.minutes for step in self.steps)

    @property
    def short_minutes(self) -> int:
        """Return how long its short form takes; 0 where there is none."""
        minutes = sum(step.short_minutes for step in self.steps)
        return minutes if minutes != self.minutes else 0

    @property
    def in_short(self) -> Template:
        """Return the short form: some steps, and boxes that only they need, are left out."""
        kept = tuple(step for step in self.steps if step.short_minutes)
        used = {code for step in kept for code in step.zones}
        left_out = {code for step in self.steps for code in step.zones} - used
        return replace(
            self,
            zones=tuple(zone for zone in self.zones if zone.code not in left_out),
            steps=tuple(replace(step, minutes=step.short_minutes) for step in kept),
        )

    def labelled(self, labels: Mapping[str, Label]) -> Template:
        """Return the design with these labels of its boxes, by their codes; others stay."""
        zones = (replace(zone, label=labels.get(zone.code, zone.label)) for zone in self.zones)
        return replace(self, zones=tuple(zones))

    def asking(self, questions: Mapping[str, tuple[str, ...]]) -> Template:
        """Return the design with these questions in its boxes, by their codes; others stay."""
        zones = (
            replace(zone, prompts=questions.get(zone.code, zone.prompts)) for zone in self.zones
        )
        return replace(self, zones=tuple(zones))

    @property
    def returns_zone(self) -> str:
        """Return the code of the box for what comes back: one that is meant for it, or Welcome."""
        return next((zone.code for zone in self.zones if zone.takes_returns), WELCOME)

    @property
    def lays_out_cards(self) -> str:
        """Return what its board lays out as cards: notes, pieces, or nothing."""
        return next((zone.lays_out for zone in self.zones if zone.lays_out), "")

    @property
    def reopens(self) -> str:
        """Return the box of another design whose notes its board brings back, such as T6b Z2."""
        return next((zone.reopens for zone in self.zones if zone.reopens), "")

    def box_that_lays_out(self, what: str) -> str:
        """Return the code of the box in which notes, or pieces, are laid out as cards."""
        found = (zone.code for zone in self.zones if zone.lays_out == what)
        return next(found, self.returns_zone)


def room_of(zone_code: str) -> str:
    """Return whose box a code names, where groups work in rooms: A of Z3A; "" for everybody's."""
    found = _ROOM.fullmatch(zone_code)
    return found["room"] if found else ""


def own_code(design_id: str, version: int) -> str:
    """Return the code of one version of a group's own design, as sessions store it."""
    return f"{design_id}.{version}"


def plain_title(title: str) -> str:
    """Return a frame's title as people see it: Miro may send HTML, entities, unseen signs."""
    words = unescape(_TAG.sub("", title))
    shown = "".join(each for each in words if each.isspace() or not is_blank(each))
    return " ".join(shown.split())


def without_handle(title: str) -> str:
    """Return a frame's title without the handle before it: *3 · The story* gives *The story*."""
    plain = plain_title(title)
    found = _TITLE.match(plain)
    return plain[found.end() :].strip() if found else plain


def zone_code_of_title(title: str) -> str | None:
    """Read the zone's code out of a frame's title (*3 · The story* gives Z3), or None."""
    found = _TITLE.match(plain_title(title))
    if found is None:
        return None
    handle = found["handle"].upper()
    digits = handle.rstrip("ABCDEF")
    return _CODES.get(handle) or f"Z{int(digits)}{handle.removeprefix(digits)}"

"""The boxes of a board as a list to read: title, questions, label in words, and the notes in them.

Every page that shows a board shows this list, so that nobody needs the picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from plugin.domain.agreements import Policy
from plugin.domain.labels import board_line, second_line
from plugin.domain.notes import Note
from plugin.domain.templates import WELCOME, Template
from plugin.languages import SessionLanguage
from plugin.scaffold.board import WantedBoard, WantedFrame


@dataclass(frozen=True, slots=True)
class BoxView:
    """One box: its frame's title, its questions, its label in words, and its notes if asked for."""

    code: str
    title: str
    questions: tuple[str, ...]
    label: str
    says: str
    notes: tuple[Note, ...] = ()
    lines: tuple[str, ...] = ()  # what else the board prints there: rules, cards that come back


def boxes_of(
    template: Template,
    policy: Policy,
    day: date,
    readers: str = "the facilitator and the learning partner",
    notes: Mapping[str, tuple[Note, ...]] | None = None,
    language: SessionLanguage = SessionLanguage.ENGLISH,
) -> tuple[BoxView, ...]:
    """Return the boxes of a session's board in reading order, without the welcome box."""
    held_until = day + timedelta(days=policy.held_days)
    found = []
    for zone in template.zones:
        label = policy.labels.get(zone.code, zone.label)
        title, says = zone.frame_title, language.say(second_line(label, readers))
        own = (notes or {}).get(zone.code, ())
        line = board_line(label, held_until, language)
        found.append(BoxView(zone.code, title, zone.prompts, line, says, own))
    return tuple(box for box in found if box.code != WELCOME)


def boxes_on(board: WantedBoard) -> tuple[BoxView, ...]:
    """Return the boxes of a board that is laid out, with every word that it prints."""
    return tuple(_box_on(frame) for frame in board.frames)


def _box_on(frame: WantedFrame) -> BoxView:
    said = {item.key.removeprefix(f"{frame.key}/"): item for item in frame.items}
    first = ("label", "label-meaning", "question")
    label, meaning, questions = (said[name].content if name in said else () for name in first)
    lines = [
        words
        for name, item in said.items()
        if name not in first
        for words in (*item.content, item.description)
        if words and words != frame.title
    ]
    return BoxView(
        frame.key, frame.title, questions, " ".join(label), " ".join(meaning), lines=tuple(lines)
    )

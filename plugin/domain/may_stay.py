"""A held note that its writer lets stay: the learning partner asks, and nobody else answers.

    said      │ the note
    ──────────┼──────────────────────────────────────────────────────────────────────────────────
    nothing   │ is held, and goes on its day
    no        │ the same; nobody at the desk can tell it from silence
    yes       │ is kept until the day that the question named, and checked as every kept note is
    yes, over │ is held as before, and goes on the day of held notes, at once if that has passed

A yes is one to these words, in this box. Other words, or another box by another hand, end it: other
hands can only tighten. What its box says on the board stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from plugin.domain.labels import Label
from plugin.domain.notes import BoxLabel, Note


@dataclass(frozen=True, slots=True, kw_only=True)
class StayQuestion:
    """What the writer of a held note is asked: may these words stay until `until`?

    `until` is None where the group's kept notes have no such day.
    """

    note_id: str
    version: int
    until: date | None
    is_no: bool = False  # its writer said so, or took a yes back; else they said nothing


def can_be_asked(note: Note, today: date) -> bool:
    """Say whether a note lies in a held box, with words that can be read today."""
    return note.label is Label.H and not note.is_waiting and note.may_be_read(today)


def is_open(question: StayQuestion | None, note: Note, today: date) -> bool:
    """Say whether a question is about the words that a note has today, and can still be answered.

    Words that another hand wrote are nobody's, so that nobody answers for them.
    """
    is_theirs = note.is_its_links_own and can_be_asked(note, today)
    return question is not None and is_theirs and question.version == note.version


def let_stay(note: Note, until: date | None) -> Note:
    """Return a held note as its writer's yes lets it be: kept, under exactly what was asked."""
    return replace(note, label=Label.M, may_stay=True, erase_on=until)


def let_go_again(note: Note, held_until: date) -> Note:
    """Return a note as it is once its yes is over: held, until the day of held notes.

    Or until its own day, where that comes first: it may have left the board.
    """
    until = day_without_yes(note, held_until)
    return replace(note, label=Label.H, may_stay=False, erase_on=until)


def day_without_yes(note: Note, held_until: date) -> date:
    """Return the day on which a note goes without a yes: its own, where that comes first."""
    return held_until if note.erase_on is None else min(held_until, note.erase_on)


def without_yes(note: Note) -> Note:
    """Return a note as it would be compared with a box if its writer had said nothing."""
    return replace(note, label=Label.H, may_stay=False) if note.may_stay else note


def still_stays(note: Note, box: BoxLabel, text: str, label: Label, *, is_waiting: bool) -> bool:
    """Say whether the yes to a note holds where it is seen: these words, in this held box."""
    is_same = note.may_stay and text == note.text and note.zone_code == box.zone_code
    return is_same and label is Label.H and not is_waiting

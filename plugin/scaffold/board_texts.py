"""The sentences on a board: what the Welcome box says, and the label of every box.

A board says who will read, until when, who runs the server and how to change one's mind, in
plain words; nothing that is not known is promised.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from plugin.domain.days import long_day
from plugin.domain.labels import Label, first_line, second_line
from plugin.domain.people import readers_in_words

LONGEST_TITLE = 60
_LONGEST_LINE = 160
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
_WHOLE_NOTE = "The whole note stands on our group’s page, and on the page for phones."
RECORDS = "Our organisations may have to hand over records if the law asks."


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardWords:
    """Everything on a board that the session design does not say; empty lines are left out.

    `host` is a whole sentence (*Run by Northside University.*), and so are `contact` and
    `ways_to_take_part`; `web_notes_name` is the name that Miro shows on notes sent from the web.
    """

    question: str
    meeting: str
    day: date
    held_until: date
    readers: tuple[str, ...] = ()
    permission: tuple[str, ...] = ()
    sponsor: str = ""
    rules: tuple[str, ...] = ()
    still_open: tuple[str, ...] = ()
    host: str = ""
    web_notes_name: str = ""
    contact: str = ""
    ways_to_take_part: str = ""
    group: str = ""


def title_of(words: BoardWords) -> str:
    """Name a board: *Going home: Stories and doubts, 18 November 2026*.

    Miro takes 60 characters: where they do not suffice, the kind of meeting goes, and then the end
    of the group's name. The boards of two groups are not to be called the same.
    """
    day = long_day(words.day)
    whole = ": ".join(part for part in (words.group, f"{words.meeting}, {day}") if part)
    if not words.group or len(whole) <= LONGEST_TITLE:
        return whole
    room = LONGEST_TITLE - len(day) - 2
    group = words.group if len(words.group) <= room else f"{words.group[: room - 1].rstrip()}…"
    return f"{group}, {day}"


def label_lines(label: Label, words: BoardWords) -> tuple[str, str]:
    """Return the two lines at the top right of a box."""
    readers = readers_in_words(words.readers)
    return first_line(label, words.held_until), second_line(label, readers)


def permission_lines(words: BoardWords) -> tuple[str, ...]:
    """Return the permission in two lines with a heading; nothing without a note.

    They are how the note begins, and who gave it. Members read all of it on their pages.
    """
    whole = " ".join(words.permission)
    if not whole:
        return ()
    begins = _beginning(whole)
    given = f"Given by {words.sponsor.rstrip('.')}." if words.sponsor else ""
    second = " ".join(filter(None, (given, _WHOLE_NOTE if begins != whole else "")))
    return tuple(filter(None, ("Our permission", begins, second)))


def _beginning(note: str) -> str:
    """Return the first sentence of a note, cut between words where it is long."""
    sentence = _SENTENCE_ENDS.split(note, maxsplit=1)[0]
    if len(sentence) <= _LONGEST_LINE:
        return sentence
    cut = sentence[:_LONGEST_LINE]
    return f"{cut.rpartition(' ')[0] or cut}…"


def rule_lines(words: BoardWords) -> tuple[str, ...]:
    """Return the ground rules with a heading, and what is still open; nothing without either."""
    rules = [f"• {rule}" for rule in words.rules]
    rules += [f"Still open: {sentence}" for sentence in words.still_open]
    return ("Our rules", *rules) if rules else ()


def key_lines(words: BoardWords) -> tuple[str, ...]:
    """Return the key of the four labels, and how to change one's mind."""
    return (
        "Look at the top right of a box before you write.",
        "○ stays · ◔ held, then gone · ● kept, checked first · ✓ we decide",
        "Changed your mind? Delete your note before we close. "
        "After that, ask your facilitator, at any time.",
    )


def foot_lines(words: BoardWords) -> tuple[str, ...]:
    """Return who runs the server, whose name web notes carry, and whom to ask."""
    name = words.web_notes_name
    sent = f"Notes sent from the web carry the name {name}." if name else ""
    first = " ".join(line for line in (words.host, sent) if line)
    lines = (first, words.ways_to_take_part, words.contact, RECORDS)
    return tuple(line for line in lines if line)

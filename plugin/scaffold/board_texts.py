"""The sentences on a board: what the Welcome box says, and the label of every box.

A board says who will read, until when, who runs the server and how to change one's mind, in
plain words; nothing that is not known is promised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plugin.domain.days import long_day
from plugin.domain.labels import Label, first_line, second_line
from plugin.domain.people import readers_in_words

LONGEST_TITLE = 60
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
    """Return the permission note with a heading, and who gave it; nothing without a note."""
    if not words.permission:
        return ()
    given = (f"Given by {words.sponsor}.",) if words.sponsor else ()
    return ("Our permission", *words.permission, *given)


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

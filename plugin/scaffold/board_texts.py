"""The sentences on a board: what the Welcome box says, and the label of every box.

A board says who will read, until when, who runs the server and how to change one's mind, in
plain words; nothing that is not known is promised.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from plugin.domain.days import lazy_long_day, long_day
from plugin.domain.labels import Label, board_line, second_line
from plugin.domain.people import readers_in_words
from plugin.languages import SessionLanguage, lazy_gettext, translate

LONGEST_TITLE = 60
_LONGEST_LINE = 160
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")
_WHOLE_NOTE = lazy_gettext("The whole note stands on our group’s page, and on the page for phones.")
RECORDS = lazy_gettext("Our organisations may have to hand over records if the law asks.")
_PERMISSION, _RULES = lazy_gettext("Our permission"), lazy_gettext("Our rules")
_KEY = (
    lazy_gettext("Look at the top right of a box before you write."),
    lazy_gettext("○ stays · ◔ held, then gone · ● kept, checked first · ✓ we decide"),
    lazy_gettext(
        "Changed your mind? Delete your note before we close. After that, ask your facilitator, at "
        "any time."
    ),
)


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
    language: SessionLanguage = SessionLanguage.ENGLISH


def title_of(words: BoardWords) -> str:
    """Name a board: *Going home: Stories and doubts, 18 November 2026*.

    Miro takes 60 characters: where they do not suffice, the kind of meeting goes, and then the end
    of the group's name. The boards of two groups are not to be called the same.
    """
    day = long_day(words.day, words.language.languages[-1])
    whole = ": ".join(part for part in (words.group, f"{words.meeting}, {day}") if part)
    if not words.group or len(whole) <= LONGEST_TITLE:
        return whole
    room = LONGEST_TITLE - len(day) - 2
    group = words.group if len(words.group) <= room else f"{words.group[: room - 1].rstrip()}…"
    return f"{group}, {day}"


def label_lines(label: Label, words: BoardWords) -> tuple[str, tuple[str, ...]]:
    """Return the line at the top right of a box, and the sentence below it in each language."""
    below = second_line(label, readers_in_words(words.readers))
    said = tuple(below.in_language(each) for each in words.language.languages)
    return board_line(label, words.held_until, words.language), said


def day_line(words: BoardWords) -> str:
    """Return the day of the session, in each language."""
    return words.language.say(lazy_long_day(words.day))


def permission_lines(words: BoardWords) -> tuple[str, ...]:
    """Return the permission in two lines with a heading; nothing without a note.

    They are how the note begins, and who gave it. Members read all of it on their pages.
    """
    whole = " ".join(words.permission)
    if not whole:
        return ()
    begins = _beginning(whole)
    given = lazy_gettext("Given by %(name)s.", name=words.sponsor.rstrip("."))
    said = ((given if words.sponsor else ""), (_WHOLE_NOTE if begins != whole else ""))
    below = (
        " ".join(translate(each, language) for each in said if each)
        for language in words.language.languages
    )
    return tuple(filter(None, (words.language.say(_PERMISSION), begins, *below)))


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
    still_open = words.language.say(lazy_gettext("Still open:"))
    rules += [f"{still_open} {sentence}" for sentence in words.still_open]
    return (words.language.say(_RULES), *rules) if rules else ()


def key_lines(words: BoardWords) -> tuple[str, ...]:
    """Return the key of the four labels, and how to change one's mind."""
    return tuple(
        line.in_language(language) for language in words.language.languages for line in _KEY
    )


def foot_lines(words: BoardWords) -> tuple[str, ...]:
    """Return who runs the server, whose name web notes carry, and whom to ask."""
    name = words.web_notes_name
    web = lazy_gettext("Notes sent from the web carry the name %(name)s.", name=name)
    sent = words.language.say(web) if name else ""
    first = " ".join(line for line in (words.host, sent) if line)
    records = words.language.say(RECORDS)
    lines = (first, words.ways_to_take_part, words.contact, records)
    return tuple(line for line in lines if line)

"""Taking part without an account: the boxes as a phone shows them, and what may be sent from one.

A person is known by the random token in the address of their own pages, and nowhere by more than
a hash: of the token while the session is open, of token and note on a note itself. Two notes of one
person therefore have nothing in common that somebody without the token could find.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from plugin.domain.blankness import in_stored_order, is_blank
from plugin.domain.dots import DOTS_ON
from plugin.domain.labels import Label, first_line, second_line
from plugin.domain.note_kinds import kinds_to_choose
from plugin.domain.notes import LONGEST_NOTE, Note
from plugin.domain.sessions import Session
from plugin.domain.templates import WELCOME, Template
from plugin.languages import LazyText, lazy_gettext

_LONGEST_STICKY = 6_000  # of the HTML in which Miro takes a text; it must be shorter
MOST_NOTES = 100  # of one person in one session
MOST_PEOPLE = 500  # in one session: whoever scripts the page does not fill the disk
_ASKS = ("?", "…", "...")
ONLY_TALK = lazy_gettext("This box is for talking. There is nothing to write here.")
KEPT_BACK = lazy_gettext(
    "Sent. These words were kept back before: whoever runs the session reads them again and "
    "decides. Nobody else sees them until then."
)


class StickyState(StrEnum):
    """What is to be done on the board for a note by phone."""

    TO_PLACE = "to place"
    TO_CHANGE = "to change"
    PLACED = "placed"  # capture follows it from now on
    TO_DELETE = "to delete"
    DELETED = "deleted"  # kept so that neither the form nor the sticky makes the note again


# What the board shows of these is not what counts: the phone's own words do.
BOARD_IS_BEHIND = frozenset({StickyState.TO_PLACE, StickyState.TO_CHANGE})
UNFINISHED = BOARD_IS_BEHIND | {StickyState.TO_DELETE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sticky:
    """The sticky of one note by phone; without an item id it is not known to be on the board."""

    note_id: str
    session_id: str
    state: StickyState
    miro_item_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneBox:
    """One box as a phone shows it: its question, its label's two lines, and whether one writes."""

    code: str
    title: str
    questions: tuple[str, ...]
    label: Label
    kind: str
    first_line: str
    second_line: str
    is_story: bool = False
    has_dots: bool = False  # a step lets people put dots on its notes, which are shown for it

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the questions that a story is told along, one field each; none for other boxes.

        What only tells people how to write (*Disguise people before you write.*) is no question.
        """
        found = tuple(each for each in self.questions if each.rstrip().endswith(_ASKS))
        return found if self.is_story and len(found) > 1 else ()

    @property
    def kinds(self) -> Mapping[str, LazyText]:
        """Return what a note here can be, for its writer to choose; a story is told as one."""
        return {} if self.is_story else kinds_to_choose(self.kind)

    @property
    def takes_notes(self) -> bool:
        """Say whether there is a field: none where everything stays in the room."""
        return self.label is not Label.X


def phone_boxes(template: Template, session: Session, readers: str) -> tuple[PhoneBox, ...]:
    """Return the boxes of a session in their order, without Welcome; none without a policy."""
    if session.policy is None:
        return ()
    labels = session.policy.labels
    dotted = {code for step in template.steps if step.dots for code in step.zones}
    return tuple(
        PhoneBox(
            code=zone.code,
            title=zone.title,
            questions=zone.prompts,
            label=labels.get(zone.code, zone.label),
            kind=zone.kind,
            first_line=first_line(labels.get(zone.code, zone.label), session.held_until),
            second_line=second_line(labels.get(zone.code, zone.label), readers),
            is_story=zone.is_story,
            has_dots=zone.code in dotted and labels.get(zone.code, zone.label) in DOTS_ON,
        )
        for zone in template.zones
        if zone.code != WELCOME
    )


def author_of(token_hash: str) -> str:
    """Return as whose notes a session's key hashes those of a person by phone."""
    return f"phone {token_hash}"


def own_hash(token: str, note_id: str) -> str:
    """Return by what a note knows its writer's link; no two notes of one person share it."""
    return hashlib.sha256(f"{token}:{note_id}".encode()).hexdigest()


def own_notes(notes: Iterable[Note], token: str) -> tuple[Note, ...]:
    """Return the notes that were written with this link, those that were taken back too."""
    return tuple(
        each for each in notes if each.own_hash and each.own_hash == own_hash(token, each.id)
    )


def as_written(text: str) -> str:
    """Return what somebody typed as it is kept: line ends as one sign, no blanks around it."""
    return in_stored_order(text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def why_none_sent(texts: Iterable[str]) -> str | None:
    """Return why the answers of a form cannot be notes; one that is left empty is none."""
    written = [each for each in texts if not is_blank(each)] or [""]
    return next((problem for problem in map(why_not_sent, written) if problem), None)


def no_room(most: int, given: int) -> LazyText:
    """Return what to say to somebody who sent more characters than there is room for."""
    return lazy_gettext(
        "There is room for %(most)s characters; yours are %(many)s. Nothing was stored, and your "
        "words are still here. Shorten them, then send them again.",
        most=format(most, ","),
        many=format(given, ","),
    )


def why_not_sent(text: str) -> str | None:
    """Return why these words cannot be a note, in sentences; None if they can."""
    if is_blank(text):
        return lazy_gettext(
            "There are no words in it yet. Nothing was sent. Write something, then send it."
        )
    if len(text) > LONGEST_NOTE:
        return lazy_gettext(
            "A note may have %(most)s characters; yours has %(many)s. Nothing was sent, and your "
            "words are still here. Shorten it, or send it as two notes.",
            most=format(LONGEST_NOTE, ","),
            many=format(len(text), ","),
        )
    if _length_on_a_sticky(text) >= _LONGEST_STICKY:
        return lazy_gettext(
            "This note has so many lines, or signs such as & and <, that it does not fit on a "
            "sticky note. Nothing was sent, and your words are still here. Send it as two notes."
        )
    return None


def _length_on_a_sticky(text: str) -> int:
    """Count the characters that Miro gets: a line break is `<br>`, and & < > are written out."""
    return len(html.escape(text, quote=False).replace("\n", "<br>"))

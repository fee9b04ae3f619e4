"""What must not come back with a backup: entries of ids, never of words or names.

Each says that something went, ended or got stricter. After a restore the entries that the backup
does not know are carried out again, in their order, before anybody reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from plugin.domain.notes import Note, NoteState
from plugin.domain.people import MAY, Role


class Went(StrEnum):
    """What happened; the comment says what `about` names."""

    NOTE_ERASED = "note erased"  # a note: its words went, a stub stays
    NOTE_TAKEN_BACK = "note taken back"  # a note, with who pressed the button as a part
    NOTE_FORGOTTEN = "note forgotten"  # a note of an open session
    WORDS_ERASED = "words erased"  # a note: words of one kind in it, known by a hash
    NOTE_STRICTER = "note stricter"  # a note: another label, or off the desk
    COLLECTS_LESS = "collects less"  # a session: no texts, shapes and cards are collected any more
    ITEMS_BOUND = "items bound"  # a session: hashes of items that their writers alone let be read
    PLACE_ENDED = "place ended"  # a person
    PERSON_PARTED = "person parted"  # a person, who is another one in that partnership now
    ADDRESS_GONE = "address gone"  # a person
    LINE_ERASED = "line erased"  # a line of somebody’s private list
    AGREED = "agreed"  # a community
    DISCONNECTED = "disconnected"  # a partnership
    EXPORTED = "exported"  # a partnership
    RELEASE_STOPPED = "release stopped"  # a release
    TAKEN_DOWN = "taken down"  # a piece, with the rung to which it went back
    OBJECTED = "objected"  # a read-back
    REASONS_GONE = "reasons gone"  # a read-back: why people objected, which is answered
    EDITION_OBJECTED = "edition objected to"  # an edition, with its group and a hash of its words
    YES_TAKEN_BACK = "yes taken back"  # an own yes
    NOT_AGREED = "not agreed"  # a question: somebody said that the words are off
    YES_CHANGED = "yes changed"  # a question: somebody who said yes says something else
    ANSWER_CHANGED = "answer changed"  # a question: words of an answer that are none any more
    LEFT_OUT = "left out"  # a note, of one piece: its writer does not want it there
    WORDS_TAKEN_OUT = "words taken out"  # a question: words of an answer, of its piece
    THING_TO_CHANGE = "thing to change"  # a hash of its writer's own link
    REPLY_CHANGED = "reply changed"  # a commitment or an ask, by its key: a sponsor’s older answer
    BECAME_CHANGED = "became changed"  # a commitment or an ask: older words of what became of it
    HOLD_PLACED = "hold placed"  # a legal hold, with whose it is and its days, without its reason
    HOLD_ENDED = "hold ended"  # a legal hold, with the day: its clocks go on
    EVIDENCE_OFF = "evidence taken off"  # of a piece or, noticed, of a session
    DISGUISED = "disguised"  # a partnership: of what kind the words are, and where they stand
    NO_PERSON_ENDED = "no person ended"  # a decision that words point to nobody
    PERMITTED = "permitted"  # a community, with the permission that its sponsor gave
    TEXT_CHANGED = "text changed"  # a community: hashes of texts of its own that are there no more
    TEXT_REPEATS = "text repeats"  # a community: hashes of those in which words stood that went
    READING_OFF = "reading taken off"  # how a piece is read, and whether by whoever had said it
    QUOTE_REFUSED = "quote refused"  # a piece: the number of a quote, and where its words stand


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry; `detail` holds ids, codes, numbers and days."""

    id: str
    number: int
    went: Went
    about: str
    detail: Mapping[str, Any] = field(default_factory=dict)


def since(backed_up: Iterable[LogEntry], *others: Iterable[LogEntry]) -> tuple[LogEntry, ...]:
    """Return what the others know and the backup does not, each once and in order."""
    known = {each.id for each in backed_up}
    found = {each.id: each for other in others for each in other if each.id not in known}
    return tuple(sorted(found.values(), key=lambda each: (each.number, each.id)))


def change_of_note(
    before: Note, after: Note, *, is_closed: bool
) -> tuple[Went, dict[str, Any]] | None:
    """Return what went when a note changed, or None.

    While its session is open an edit forgets the older words: a restored note would have them, so
    it is forgotten, and collected again from the board. Who moves a note to a looser box, or says
    that it stays, says so here too: the last entry of a note counts.
    """
    if not is_closed and before.text != after.text:
        return (Went.NOTE_FORGOTTEN, {})
    left = NoteState.LEFT_BOARD
    is_other = (
        before.label is not after.label
        or (before.state is left) is not (after.state is left)
        or before.is_waiting is not after.is_waiting
    )
    if not is_other:
        return None
    return (
        Went.NOTE_STRICTER,
        {
            "label": after.label.value,
            "has_left": after.state is left,
            "is_waiting": after.is_waiting,
            "erase_on": after.erase_on.isoformat() if after.erase_on else None,
        },
    )


def loses_power(before: Role, after: Role) -> bool:
    """Say whether somebody with another role may do less in any respect."""
    return any(before in roles and after not in roles for roles in MAY.values())


def newest_of_each(entries: Iterable[LogEntry]) -> Iterator[LogEntry]:
    """Yield the entries without those about notes that a later one of the same kind replaces."""
    found = list(entries)
    last = {each.about: each.id for each in found if each.went is Went.NOTE_STRICTER}
    for each in found:
        if each.went is not Went.NOTE_STRICTER or last[each.about] == each.id:
            yield each

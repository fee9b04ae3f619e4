"""What a collecting saw and what it stands on, as values that can be printed without words; pure.

A sticky's text is there only where it may be read; Miro's ids of people never are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from plugin.capture.boxes import Boxes
from plugin.domain.agreements import Policy
from plugin.domain.labels import Label
from plugin.domain.notes import Note
from plugin.domain.session_keys import SessionKey, instead_of_item
from plugin.domain.sessions import Brake, Session, SuspectedCopy
from plugin.domain.templates import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A sticky as it lies on the board; `text` None means that it was not read.

    Other items with words are seen too: where they are not collected, `is_collected` is False and
    `holds_words` is all that is known of what they say.
    """

    miro_item_id: str
    item_hash: str
    container_id: str | None  # a frame, a group, a table …; None: the bare board
    author_hash: str | None
    is_by_writer: bool  # the last hand on it was its writer's: a move, an edit, Miro cannot say
    colour: str = ""
    x: float = 0.0
    y: float = 0.0
    tags: tuple[str, ...] = ()
    text: str | None = field(default=None, repr=False)
    kind: str = "sticky_note"
    is_collected: bool = True
    holds_words: bool = False
    unread: tuple[str, ...] = ()  # places of its answer that cannot be read
    words_hash: str = ""  # of a text that was read, where copies are looked for
    was_withdrawn: bool = False  # it has the words of a note that was taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What we hold of a session before a collecting."""

    session: Session
    policy: Policy
    template: Template
    notes: tuple[Note, ...]
    unread: Mapping[str, str | None]  # keyed hash of an item → the box where it waits
    ours: frozenset[str]  # items that we placed
    frames: Mapping[str, str]  # frames known by id → code
    brakes: tuple[Brake, ...] = ()
    stored_before: int = 0  # after the previous collecting
    copies: tuple[SuspectedCopy, ...] = ()
    withdrawn: tuple[tuple[SessionKey, frozenset[str]], ...] = ()  # keys, hashes of words
    on_their_way: frozenset[str] = frozenset()  # hashes of words of notes by phone, sent unheard
    by_item: Mapping[str, Note] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find notes by item; of a note and an older stub of the same item, the note."""
        fullest_last = sorted(self.from_board, key=lambda note: note.text is not None)
        found = {note.miro_item_id: note for note in fullest_last if note.miro_item_id}
        object.__setattr__(self, "by_item", found)

    def note_of(self, sighting: Sighting) -> Note | None:
        """Return the note of an item; one that went is known by a hash alone after a restore."""
        hashed = instead_of_item(sighting.item_hash)
        return self.by_item.get(sighting.miro_item_id) or self.by_item.get(hashed)

    @property
    def from_board(self) -> tuple[Note, ...]:
        """Return the notes that came from the board or stand there, stubs and tombstones too."""
        return tuple(
            note
            for note in self.notes
            if note.source == "miro" or (note.is_by_phone and note.miro_item_id is not None)
        )


_WHERE = frozenset({"parent", "type"})  # without these an item may lie anywhere


class Verdict(Enum):
    """What a sticky is to us, where it lies now."""

    OURS = "placed by us"
    OUTSIDE = "on the bare board, or in a container outside every box"
    OFF_RECORD = "in a box that stays here"
    TAKEN_BACK = "never to be collected again"
    WAITING = "out of a box that stays here, by another hand"
    TO_READ = "to be read"
    UNREAD = "shown by Miro in a form that cannot be read"


def place_of(sighting: Sighting, known: Known, boxes: Boxes) -> Verdict:
    """Say what may be done with a sticky; its text is not asked for."""
    if sighting.miro_item_id in known.ours:
        return Verdict.OURS
    if not _WHERE.isdisjoint(sighting.unread):
        return Verdict.UNREAD  # nobody can tell where it lies
    box = boxes.of(sighting.container_id)
    if box is None:
        return Verdict.OUTSIDE
    if box.label is Label.X:
        return Verdict.OFF_RECORD
    if sighting.unread:
        return Verdict.UNREAD
    note = known.note_of(sighting)
    if note is not None:
        return Verdict.TAKEN_BACK if note.text is None else Verdict.TO_READ
    if sighting.item_hash not in known.unread:
        return Verdict.TO_READ
    has_moved = known.unread[sighting.item_hash] != box.zone_code
    has_moved = has_moved and boxes.holds(sighting.container_id)
    return Verdict.TO_READ if has_moved and sighting.is_by_writer else Verdict.WAITING

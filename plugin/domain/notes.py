"""One contribution as written, and where it stands.

Until Close a note is a working copy of the board; from then on its text is never edited: a change
on the board is a new version, and erasing leaves a stub without content.

    state       │ its words │ it may also say
    ────────────┼───────────┼──────────────────────────────────────────────────────────────────────
    here        │ are kept  │ its writer, as a hash; when it is erased; that it waits for them
    tidied      │ are kept  │ the same
    left board  │ are kept  │ the same
    day passed  │ are kept  │ the same, but for waiting; nobody reads them
    taken back  │ are gone  │ why, and nothing of its writer
    erased      │ are gone  │ why, and nothing of its writer

What a state may not say cannot be made: `Note` raises ValueError.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum

from plugin.domain.labels import Label, is_looser, strictest

A_MEMBER = "a member"
ANOTHER_HAND = "a member, changed by another hand"  # after Close: nobody knows whose words
LONGEST_NOTE = 5_000  # characters, however a note comes; longer ones are refused, and never cut
BY_PHONE = "page"  # the source of a note that was written on a participant's page


class NoteState(Enum):
    """Where a note stands; only HERE and TIDIED notes are on the desk.

    A legal hold keeps the words of a note past its day. It stops the erasing alone: such a note is
    DAY_PASSED, off the desk, and its words are read, quoted, printed and sent nowhere.
    """

    HERE = "here"
    TIDIED = "tidied"  # its sticky was tidied away; the facilitator said: keep the note
    LEFT_BOARD = "left board"  # off the desk at once, erased on `erase_on`
    DAY_PASSED = "day passed"  # a legal hold keeps it from being erased, and nobody reads it
    TAKEN_BACK = "taken back"  # tombstone without content
    ERASED = "erased"  # stub without content


ON_DESK = frozenset({NoteState.HERE, NoteState.TIDIED})
# One that left the board may lie there again: what it waits for holds then as before.
MAY_WAIT = ON_DESK | {NoteState.LEFT_BOARD}
GONE = frozenset({NoteState.TAKEN_BACK, NoteState.ERASED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note that we hold; `text` is None exactly when nothing of it is kept."""

    id: str
    session_id: str
    zone_code: str
    label: Label
    kind: str
    source: str  # miro, page, paste, csv, entered_for
    text: str | None = field(repr=False)
    miro_item_id: str | None
    seen_at: datetime
    colour: str = ""
    tags: tuple[str, ...] = ()
    x: float = 0.0  # centre, pixels from the frame's top-left corner
    y: float = 0.0
    version: int = 1
    state: NoteState = NoteState.HERE
    is_waiting: bool = False  # moved to a looser box by another hand: waits for its writer
    author_hash: str | None = None  # keyed, only until Close
    shown_author: str = A_MEMBER
    strand_id: str | None = None  # what its writer left in its box; None: nobody knows who wrote it
    voice_id: str | None = None  # what its writer left in all boxes, while the session's key lives
    container_id: str | None = None  # what it lay in when last seen; goes with the session's key
    erase_on: date | None = None
    gone_because: str | None = None  # of a stub or tombstone: the reason, in words
    own_hash: str | None = None  # of one by phone: by which its writer's own link knows it
    may_stay: bool = False  # in a held box: its writer said yes, so that it is kept (`may_stay`)

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        is_gone = self.state in GONE
        if (self.text is None, self.gone_because is not None) != (is_gone, is_gone):
            raise ValueError(f"a note that is {self.state.value} has words, or a reason why not")
        if self.is_waiting and self.state not in MAY_WAIT:
            raise ValueError(f"a note that is {self.state.value} waits for nobody")
        of_writer = (self.author_hash, self.strand_id, self.voice_id, self.container_id)
        if is_gone and (any(of_writer) or self.tags or self.erase_on):
            raise ValueError(f"of a note that is {self.state.value} nothing is kept but a stub")
        if self.own_hash is not None and self.state is NoteState.ERASED:
            raise ValueError("nobody asks what became of a note that was erased")
        if self.may_stay and (self.text is None or self.label is not Label.M or self.is_waiting):
            raise ValueError("a note that may stay is kept, has words, and waits for nobody")

    @property
    def is_by_phone(self) -> bool:
        """Say whether it was written on a participant's page; Miro's author of it is Hedgerow."""
        return self.source == BY_PHONE

    @property
    def is_its_links_own(self) -> bool:
        """Say whether its words are those of whoever holds the link that it was written with.

        Another hand that writes on its sticky takes its mark of a writer from it. From then on
        nobody knows whose words they are: the link answers for them nowhere, and shows none.
        """
        marks = (self.author_hash, self.strand_id, self.voice_id)
        return self.own_hash is not None and any(marks)

    @property
    def is_changed_by_another(self) -> bool:
        """Say whether another hand wrote over the words of somebody's own link."""
        return self.own_hash is not None and self.text is not None and not self.is_its_links_own

    @property
    def is_on_desk(self) -> bool:
        """Say whether a learning partner may work with it once its session is closed."""
        return self.state in ON_DESK

    def is_past_its_day(self, today: date) -> bool:
        """Say whether its day for erasing has come: nobody reads it, tidied, held or not yet."""
        return self.erase_on is not None and self.erase_on <= today

    def may_be_quoted(self, today: date) -> bool:
        """Say whether its words may stand in a piece today, as far as that is its own affair."""
        return self.label is Label.M and not self.is_waiting and self.may_be_read(today)

    def may_be_read(self, today: date) -> bool:
        """Say whether anybody may read, quote or lay out its words today."""
        return self.is_on_desk and bool(self.text) and not self.is_past_its_day(today)

    def past_its_day(self) -> Note:
        """Return it as a legal hold keeps it from its day on."""
        return replace(self, state=NoteState.DAY_PASSED, is_waiting=False)

    @property
    def voice_marks(self) -> frozenset[str]:
        """Return by what its writer is known: notes that share a mark are one voice."""
        return frozenset(filter(None, (self.voice_id, self.strand_id)))

    def as_of(self, today: date) -> Note:
        """Return it as it stands today: from its day on it is off the desk, tidied or not yet."""
        is_over = self.text is not None and self.is_past_its_day(today)
        return self.past_its_day() if is_over else self

    def erased(self, state: NoteState, because: str) -> Note:
        """Return the stub or tombstone that is left of it; Miro's id stays, as long as its key."""
        return replace(
            self,
            text=None,
            tags=(),
            colour="",
            x=0.0,
            y=0.0,
            state=state,
            author_hash=None,
            shown_author=A_MEMBER,
            strand_id=None,
            voice_id=None,
            container_id=None,
            is_waiting=False,
            erase_on=None,
            may_stay=False,
            gone_because=because,
            # Whoever took a note back finds by it what was reached.
            own_hash=self.own_hash if state is NoteState.TAKEN_BACK else None,
        )


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """An older text of a note that changed after Close, with the label under which it stood.

    What was held stays held, wherever the note is moved with other words; and is erased on its day.
    """

    note_id: str
    version: int
    text: str = field(repr=False)
    seen_at: datetime
    label: Label
    erase_on: date | None = None

    def is_past_its_day(self, today: date) -> bool:
        """Say whether its own day for erasing has come: nobody reads it, whatever holds it."""
        return self.erase_on is not None and self.erase_on <= today


@dataclass(frozen=True, slots=True)
class BoxLabel:
    """A box with the label that the group agreed for it, and the one that holds just now.

    `label` is stricter than `agreed` while the box's title and id disagree, or its code is doubled.
    """

    zone_code: str
    agreed: Label
    label: Label


def label_in(note: Note, box: BoxLabel, *, is_by_writer: bool) -> tuple[Label, bool]:
    """Return the label of a note seen in `box`, and whether it waits for its writer there.

    Other hands can only tighten: the looser label of another box is taken only if the answer that
    first shows the move says that the writer moved it.
    """
    if note.zone_code == box.zone_code:
        base, is_waiting = (note.label, True) if note.is_waiting else (box.agreed, False)
    elif is_looser(box.agreed, than=note.label) and not is_by_writer:
        base, is_waiting = note.label, True
    else:
        base, is_waiting = box.agreed, False
    return strictest((base, box.label)), is_waiting


def may_be_older(source: str, met: date) -> list[date]:
    """Return the day of its session, on which a note can have been there unseen: on a board."""
    return [] if source == BY_PHONE else [met]

"""Decides what a collecting does: what we hold, what the board shows, the labels → actions; pure.

Until Close the board is the writer's pen; after it, words are layered on and a note that leaves
the board leaves the desk. While a person must be asked (`absences`) collecting stops: no words are
taken or lost, but what lies in *Stays here* or outside every box is erased, and moves count; not
where their frame is gone, or the container that they were last seen in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from plugin.capture.absences import by_box, is_adrift, missing, must_ask, strayed, to_look_up
from plugin.capture.actions import (
    Action,
    AddNote,
    AskAboutCopy,
    CapturePlan,
    ChangeNote,
    Counts,
    EraseNote,
    ForgetCopy,
    ForgetNote,
    KnowFrame,
    LeaveUnread,
    ReadAgain,
    lose,
)
from plugin.capture.boxes import Boxes
from plugin.capture.cost import Cost, least_calls
from plugin.capture.moves import moves
from plugin.capture.other_hands import (
    HeldText,
    held_back,
    held_texts,
    is_bound,
    label_seen,
    stays_off,
    with_its_writer,
)
from plugin.capture.other_items import COLLECTABLE, kind_of, not_collected
from plugin.capture.questions import brake_of, question_of
from plugin.capture.sightings import Known, Sighting, Verdict, place_of
from plugin.domain.blankness import is_blank
from plugin.domain.clock import NewId
from plugin.domain.days import begin_of
from plugin.domain.labels import Label
from plugin.domain.may_stay import still_stays, without_yes
from plugin.domain.notes import BoxLabel, Note, NoteState, NoteVersion
from plugin.domain.sessions import Brake, SessionState, SuspectedCopy

__all__ = ["Cost", "least_calls", "plan", "to_look_up"]

MOVED_OFF_RECORD = "Its sticky was moved to a box that stays here."
UNREAD = (
    "Notes that Miro shows in a form that Hedgerow cannot read: {notes}. They were left as they "
    "are here. Collect again later."
)
MOVED_OUTSIDE = "Its sticky was moved outside every box."


def plan(
    known: Known, boxes: Boxes, sightings: Sequence[Sighting], now: datetime, new_id: NewId
) -> CapturePlan:
    """Decide about every sticky seen and every note missing; the latter were asked for by id."""
    work = _Work(known, boxes, now, new_id, held_texts(known, boxes, sightings))
    for sighting in {each.miro_item_id: each for each in sightings}.values():
        work.see(sighting)
    brakes = work.miss(sightings)
    work.at_once.extend(KnowFrame(frame_id, code) for frame_id, code in boxes.found.items())
    return work.stopped(brakes) if brakes else work.whole()


@dataclass(slots=True)
class _Work:
    """One collecting while it is being decided; `at_once` is done even if collecting stops."""

    known: Known
    boxes: Boxes
    now: datetime
    new_id: NewId
    held: tuple[HeldText, ...]  # what no looser box may repeat
    at_once: list[Action] = field(default_factory=list)
    collecting: list[Action] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    adrift: list[Note] = field(default_factory=list)  # what they lay in is gone
    asked: set[str] = field(default_factory=set)  # hashes of items that may be copies
    others: Counter[tuple[str, str]] = field(
        default_factory=Counter
    )  # box and kind → not collected
    unread: int = 0  # notes that Miro shows in a form that cannot be read: left as they are

    @property
    def is_closed(self) -> bool:
        return self.known.session.state is SessionState.CLOSED

    @property
    def hides_moments(self) -> bool:
        """Under Chatham House fine times, colours and tags end at Close."""
        return self.is_closed and self.known.policy.hides_moments

    def see(self, sighting: Sighting) -> None:
        """Decide about a sticky, or another item with words, that lies on the board."""
        place = place_of(sighting, self.known, self.boxes)
        if place is Verdict.OURS or not sighting.is_collected:
            self._see_other(sighting, place)
            return
        self.unread += place is Verdict.UNREAD
        note = self.known.note_of(sighting)
        box = self.boxes.of(sighting.container_id)
        if place is Verdict.OUTSIDE:
            self._see_outside(sighting, note)
        elif place is Verdict.OFF_RECORD:
            self.counts.dropped_off_record += 1
            self._leave_unread(sighting, None)
            self._erase(note, MOVED_OFF_RECORD)
        elif place is Verdict.WAITING and box is not None:
            self.counts.waiting_for_writer += 1
            self._leave_unread(sighting, box.zone_code)
        elif place is Verdict.TO_READ and box is not None and sighting.text is not None:
            self._read(sighting, note, box, sighting.text)

    def miss(self, sightings: Sequence[Sighting]) -> tuple[Brake, ...]:
        """Decide about the notes that are not on the board; return what must be asked first."""
        gone = missing(self.known, sightings)
        adrift = by_box(note for note in self.adrift if note.state is NoteState.HERE)
        astray = strayed(self.known, self.boxes, sightings)
        asked = must_ask(self.known, self.boxes, sightings, gone) | set(adrift)
        for code, notes in gone.items():
            if code not in asked:
                self._lose(notes)
        for code, notes in astray.items():
            if code not in asked:
                self._leave_outside(notes)
        return tuple(
            brake_of(
                self.known,
                self.boxes,
                code,
                (*gone.get(code, ()), *adrift.get(code, ()), *astray.get(code, ())),
                self._moment(),
                self.new_id,
            )
            for code in sorted(asked)
        )

    @property
    def copies(self) -> dict[str, SuspectedCopy]:
        """Return the items that are known to be asked about, by their hash."""
        return {copy.item_hash: copy for copy in self.known.copies}

    def whole(self) -> CapturePlan:
        """Return everything that was decided."""
        over = (copy for copy in self.known.copies if copy.item_hash not in self.asked)
        # A *no* is kept: the item may come back with the same words.
        self.collecting.extend(
            ForgetCopy(copy.item_hash) for copy in over if copy.is_meant is not False
        )
        return self._plan((*self.at_once, *self.collecting), self.counts, (), ())

    def stopped(self, brakes: tuple[Brake, ...]) -> CapturePlan:
        """Return what is done although collecting stops, and the questions."""
        moved = tuple(moves(self.known.notes, self.collecting))
        counts = Counts(
            ignored_blank=self.counts.ignored_blank,
            dropped_off_record=self.counts.dropped_off_record,
            dropped_outside=self.counts.dropped_outside,
            waiting_for_writer=self.counts.waiting_for_writer,
            moved=self.counts.moved,
        )
        questions = tuple(question_of(brake, self.known.template) for brake in brakes)
        return self._plan((*self.at_once, *moved), counts, brakes, questions)

    def _see_other(self, sighting: Sighting, place: Verdict) -> None:
        """Count what is not collected; remember what lay in *Stays here*, should it be chosen."""
        box = self.boxes.of(sighting.container_id)
        if place is Verdict.OFF_RECORD and sighting.kind in COLLECTABLE:
            self._leave_unread(sighting, None)
        elif place is Verdict.TO_READ and box is not None and sighting.holds_words:
            self.others[box.zone_code, kind_of(sighting.kind)] += 1

    def _see_outside(self, sighting: Sighting, note: Note | None) -> None:
        if note and note.text is not None and is_adrift(note, sighting, self.boxes):
            self.adrift.append(note)
            return
        if note and note.text is not None and sighting.container_id is not None:
            return  # `miss` decides: a person may have to be asked
        self.counts.dropped_outside += 1
        if sighting.item_hash in self.known.unread or is_bound(
            note, sighting, is_closed=self.is_closed
        ):
            self._leave_unread(sighting, None)
        self._erase(note, MOVED_OUTSIDE)

    def _leave_outside(self, notes: Iterable[Note]) -> None:
        for note in notes:
            self.counts.dropped_outside += 1
            self._erase(note, MOVED_OUTSIDE)

    def _leave_unread(self, sighting: Sighting, code: str | None) -> None:
        if self.known.unread.get(sighting.item_hash, "") != code:
            self.at_once.append(LeaveUnread(sighting.item_hash, code))

    def _erase(self, note: Note | None, reason: str) -> None:
        if note is not None and note.text is not None:
            self.at_once.append(EraseNote(note, reason) if self.is_closed else ForgetNote(note))

    def _read(self, sighting: Sighting, note: Note | None, box: BoxLabel, text: str) -> None:
        if note is not None and stays_off(note, sighting):
            self.counts.ignored_blank += is_blank(text) and note.state is NoteState.LEFT_BOARD
            seen = ChangeNote(self._as_seen(note, sighting, box, text))
            self.collecting.extend(moves([note], [seen]))
            return
        if is_blank(text):
            self.counts.ignored_blank += 1
            if note is not None and not self.is_closed:
                self.collecting.append(LeaveUnread(sighting.item_hash, None))
            if note is not None and note.state is not NoteState.LEFT_BOARD:
                self._lose([note])
        elif (note is None or note.text != text) and self._is_in_question(sighting, box):
            if note is not None and note.state is not NoteState.LEFT_BOARD:
                self._lose([note])
        elif note is not None:
            self._change(note, sighting, box, text)
        elif sighting.words_hash not in self.known.on_their_way:
            if sighting.item_hash in self.known.unread:
                self.collecting.append(ReadAgain(sighting.item_hash))
            self.counts.new += 1
            self.collecting.append(AddNote(self._new(sighting, box, text)))

    def _is_in_question(self, sighting: Sighting, box: BoxLabel) -> bool:
        """Say whether an item has words that were taken back, and is not meant all the same."""
        before = self.copies.get(sighting.item_hash)
        is_same = before is not None and before.words_hash == sighting.words_hash
        if not is_same and not sighting.was_withdrawn:
            return False
        is_meant = before.is_meant if before is not None and is_same else None
        self.asked.add(sighting.item_hash)
        self.counts.asked_about += is_meant is None
        copy = SuspectedCopy(sighting.item_hash, box.zone_code, sighting.words_hash, is_meant)
        if copy != before:
            self.collecting.append(AskAboutCopy(copy))
        return not is_meant

    def _new(self, sighting: Sighting, box: BoxLabel, text: str) -> Note:
        note = Note(
            id=self.new_id(),
            session_id=self.known.session.id,
            zone_code=box.zone_code,
            label=box.label,
            kind=self._kind(box),
            source="miro",
            text=text,
            miro_item_id=sighting.miro_item_id,
            seen_at=self._moment(),
            colour=self._colour(sighting),
            tags=self._tags(sighting),
            x=sighting.x,
            y=sighting.y,
            author_hash=None if self.is_closed else sighting.author_hash,
            container_id=sighting.container_id,
        )
        note = self._held_back(note, None, text)
        self.counts.waiting_for_writer += note.is_waiting
        return note

    def _held_back(self, note: Note, before: Note | None, text: str) -> Note:
        now = held_back(note, before, self.held, text)
        until = self._erase_on(now.label)
        return now if now.erase_on == until else replace(now, erase_on=until)

    def _change(self, note: Note, sighting: Sighting, box: BoxLabel, text: str) -> None:
        now, older = self._as_seen(note, sighting, box, text), None
        if text != note.text:
            now = replace(now, text=text, seen_at=self._moment())
            if self.is_closed and note.text is not None:
                self.counts.new_versions += 1
                older = self._version(note, note.text)
                now = replace(now, version=note.version + 1)
            else:
                self.counts.replaced += 1
        self.counts.moved += note.zone_code != now.zone_code
        self.counts.recoloured += note.colour != now.colour
        self.counts.waiting_for_writer += now.is_waiting
        if now != note:
            self.collecting.append(ChangeNote(now, older))

    def _version(self, note: Note, text: str) -> NoteVersion:
        label = without_yes(note).label  # a yes to these words is over with them
        erase_on = self._erase_on(Label.H) if label is Label.H else None
        return NoteVersion(note.id, note.version, text, note.seen_at, label, erase_on)

    def _as_seen(self, note: Note, sighting: Sighting, box: BoxLabel, text: str) -> Note:
        label, is_waiting = label_seen(note, sighting, box, self.boxes, is_closed=self.is_closed)
        may_stay = still_stays(note, box, text, label, is_waiting=is_waiting)
        now = replace(
            with_its_writer(note, sighting, text, is_closed=self.is_closed),
            zone_code=box.zone_code,
            label=Label.M if may_stay else label,
            may_stay=may_stay,
            kind=note.kind if note.zone_code == box.zone_code else self._kind(box),
            colour=self._colour(sighting),
            tags=self._tags(sighting),
            x=sighting.x,
            y=sighting.y,
            container_id=sighting.container_id,
            state=NoteState.HERE,
            is_waiting=is_waiting,
        )
        return self._held_back(now, note, text)

    def _lose(self, notes: Iterable[Note]) -> None:
        for note in notes:
            self.counts.removed_from_board += self.is_closed
            self.collecting.append(lose(note, self.known.session, self.now))

    def _plan(
        self,
        actions: tuple[Action, ...],
        counts: Counts,
        brakes: tuple[Brake, ...],
        questions: tuple[str, ...],
    ) -> CapturePlan:
        held = {note.id for note in self.known.from_board if note.text is not None}
        erased = {each.note.id for each in actions if isinstance(each, ForgetNote | EraseNote)}
        stored = len(held - erased) + counts.new
        forgotten = self.known.stored_before + counts.new - stored
        others = not_collected(dict(sorted(self.others.items())), self.known.template)
        unread = (UNREAD.format(notes=self.unread),) if self.unread else ()
        messages = (*questions, *unread, *others, *self.boxes.messages)
        return CapturePlan(actions, counts, stored, max(0, forgotten), brakes, messages)

    def _kind(self, box: BoxLabel) -> str:
        zone = self.known.template.zone(box.zone_code)
        return zone.kind if zone else "note"

    def _moment(self) -> datetime:
        return begin_of(self.now.date()) if self.hides_moments else self.now

    def _colour(self, sighting: Sighting) -> str:
        return "" if self.hides_moments else sighting.colour

    def _tags(self, sighting: Sighting) -> tuple[str, ...]:
        return () if self.hides_moments else sighting.tags

    def _erase_on(self, label: Label) -> date | None:
        return self.known.session.erases_on(label)

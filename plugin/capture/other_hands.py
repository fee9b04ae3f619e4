"""Words that another hand wrote on a writer's note, or copied from a held one; pure.

*Other hands can only tighten.* Miro says who touched an item last, and not what they did: a changed
text tells an edit from a move. The board is the pen, so that the words are taken; but what another
hand wrote is nobody's known voice. It carries no role, and no later move makes it anybody's. Who
wrote a note that is seen for the first time nobody can compare: it is its writer's.

A copy of a held note keeps the held label in a looser box, and is nobody's voice either, unless
whoever wrote the held note wrote it too. Five words or more are compared, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from plugin.capture.boxes import Boxes
from plugin.capture.sightings import Known, Sighting, Verdict, place_of
from plugin.domain.blankness import fold
from plugin.domain.labels import Label, is_looser
from plugin.domain.may_stay import without_yes
from plugin.domain.notes import A_MEMBER, ANOTHER_HAND, BoxLabel, Note, NoteState, label_in
from plugin.domain.overlap import letters_of, phrases_of


@dataclass(frozen=True, slots=True)
class HeldText:
    """A held note as it is compared: its letters, whose it is, and on which item."""

    letters: str = field(repr=False)
    author_hash: str | None
    miro_item_id: str | None


def held_texts(known: Known, boxes: Boxes, sightings: Iterable[Sighting]) -> tuple[HeldText, ...]:
    """Return what is held of a session: in what we have, and in what the board shows now."""
    notes = ((each.text, each.author_hash, each.miro_item_id) for each in known.notes if _is(each))
    found = (*notes, *_held_there(known, boxes, sightings))
    return tuple(
        HeldText(letters_of(fold(text)), author, item)
        for text, author, item in found
        if text and _has_enough(text)
    )


def _is(note: Note) -> bool:
    # What its writer lets stay is this note, and no copy of it.
    return (note.label is Label.H or note.may_stay) and note.text is not None


def _held_there(
    known: Known, boxes: Boxes, sightings: Iterable[Sighting]
) -> Iterator[tuple[str | None, str | None, str]]:
    for each in sightings:
        box = boxes.of(each.container_id)
        is_held = box is not None and box.label is Label.H and each.is_collected
        if is_held and place_of(each, known, boxes) is Verdict.TO_READ:
            yield each.text, each.author_hash, each.miro_item_id


def _has_enough(text: str) -> bool:
    phrases = phrases_of([text])
    return bool(phrases.by_anchor or phrases.short)


def is_in_its_writers_hand(note: Note, sighting: Sighting, *, is_closed: bool) -> bool:
    """Say whether its writer touched a note last; what is nobody's voice has no writer to wait for.

    Else whoever copied a held note would loosen it by the next move.
    """
    return sighting.is_by_writer and not _waits_for_nobody(note, is_closed=is_closed)


def label_seen(
    note: Note, sighting: Sighting, box: BoxLabel, boxes: Boxes, *, is_closed: bool
) -> tuple[Label, bool]:
    """Return the label of a note that is seen in a box, and whether it waits for its writer there.

    It is not its writer who moves a sticky with a container that it lies or lay in.
    """
    is_by_writer = is_in_its_writers_hand(note, sighting, is_closed=is_closed)
    was_in_box = note.container_id is None or boxes.holds(note.container_id)
    is_put_there = is_by_writer and was_in_box and boxes.holds(sighting.container_id)
    return label_in(without_yes(note), box, is_by_writer=is_put_there)


def is_bound(note: Note | None, sighting: Sighting, *, is_closed: bool) -> bool:
    """Say whether what goes, since it lies outside, may come again by its writer's hand alone.

    Their own hand took it out, or others may not put it where a looser label holds. What somebody
    else put aside, to make room, may be put back by them.
    """
    if note is None or note.text is None:
        return False
    is_theirs = is_in_its_writers_hand(note, sighting, is_closed=is_closed)
    return is_theirs or note.label is Label.H


def stays_off(note: Note, sighting: Sighting) -> bool:
    """Say whether a note of a closed session stays off the desk, whatever lies on the board.

    A legal hold keeps it past its day; or it left the board, deleted or emptied. Whoever took it
    off may have been its writer, so that their own hand alone brings it back before its day.
    """
    if note.state is NoteState.DAY_PASSED:
        return True
    has_left = note.state is NoteState.LEFT_BOARD
    return has_left and not is_in_its_writers_hand(note, sighting, is_closed=True)


def with_its_writer(note: Note, sighting: Sighting, text: str, *, is_closed: bool) -> Note:
    """Return a note with the writer that it has once it says `text`."""
    is_changed = text != note.text
    if is_closed:
        forged = is_changed and not sighting.is_by_writer
        return _nobodys(note, ANOTHER_HAND) if forged else replace(note, author_hash=None)
    if is_changed:
        is_theirs = is_in_its_writers_hand(note, sighting, is_closed=False)
        return replace(note, author_hash=sighting.author_hash if is_theirs else None)
    return note if note.author_hash is None else replace(note, author_hash=sighting.author_hash)


def held_back(note: Note, before: Note | None, held: Sequence[HeldText], text: str) -> Note:
    """Return a note with the held label where it repeats a held one of another writer.

    `before` is the note as it was, None for a new one. What it said already is not compared: a note
    that was there first is no copy.
    """
    if not held or not is_looser(note.label, than=Label.H) or (before and before.text == text):
        return note
    letters = letters_of(fold(text))
    if not any(_is_another(each, note) and each.letters in letters for each in held):
        return note
    return replace(_nobodys(note, A_MEMBER), label=Label.H, is_waiting=True)


def _is_another(held: HeldText, note: Note) -> bool:
    if held.miro_item_id is not None and held.miro_item_id == note.miro_item_id:
        return False
    return held.author_hash is None or held.author_hash != note.author_hash


def _nobodys(note: Note, shown: str) -> Note:
    return replace(note, author_hash=None, strand_id=None, voice_id=None, shown_author=shown)


def _waits_for_nobody(note: Note, *, is_closed: bool) -> bool:
    return note.is_waiting and (note.strand_id if is_closed else note.author_hash) is None

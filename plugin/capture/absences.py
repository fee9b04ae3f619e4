"""Which notes are missing from the board, and when a person must be asked about it; pure.

Tidying is not a change of mind: where five or more notes and more than a fifth of a box (as last
collected) left together, where its frame is gone, or where the whole board is suddenly empty,
nothing is erased for being missing. Notes in a container outside every box are asked about sooner:
who drew a frame around notes of a box did not take them back. Miro puts what lay in a deleted
container on the bare board, so that notes whose container is gone are asked about, however few.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from plugin.capture.boxes import Boxes
from plugin.capture.sightings import Known, Sighting
from plugin.domain.notes import Note, NoteState

ASKED_FROM = 5  # notes that left a box together
ONE_PART_IN = 5  # and more than this part of the box


def by_box(notes: Iterable[Note]) -> dict[str, tuple[Note, ...]]:
    """Sort notes by the code of their box."""
    found: defaultdict[str, list[Note]] = defaultdict(list)
    for note in notes:
        found[note.zone_code].append(note)
    return {code: tuple(own) for code, own in found.items()}


def missing(known: Known, sightings: Iterable[Sighting]) -> dict[str, tuple[Note, ...]]:
    """Return the notes that lay on the board at the last collecting and do not now, by box."""
    seen = {sighting.miro_item_id for sighting in sightings}
    return by_box(note for note in _lying(known) if note.miro_item_id not in seen)


def strayed(
    known: Known, boxes: Boxes, sightings: Iterable[Sighting]
) -> dict[str, tuple[Note, ...]]:
    """Return the notes that lie in a container outside every box by now, by their box."""
    outside = {
        each.miro_item_id
        for each in sightings
        if each.container_id is not None and boxes.of(each.container_id) is None
    }
    return by_box(note for note in _lying(known) if note.miro_item_id in outside)


def is_adrift(note: Note, sighting: Sighting, boxes: Boxes) -> bool:
    """Say whether a note lies outside because what it lay in is gone: its box, or a container."""
    if note.zone_code not in boxes.standing:
        return True
    return sighting.container_id is None and note.container_id in boxes.gone


def must_ask(
    known: Known,
    boxes: Boxes,
    sightings: Sequence[Sighting],
    gone: Mapping[str, Sequence[Note]],
) -> frozenset[str]:
    """Return the codes of the boxes about which a person must be asked: notes gone or astray."""
    sizes = Counter(note.zone_code for note in _lying(known))
    asked = {brake.zone_code for brake in known.brakes}
    is_empty = not any(
        each.is_collected and each.miro_item_id not in known.ours for each in sightings
    )
    everything = is_empty and sum(len(notes) for notes in gone.values()) >= ASKED_FROM
    astray = strayed(known, boxes, sightings)
    unsure = {each.miro_item_id for each in sightings if boxes.cannot_tell(each.container_id)}
    return frozenset(
        code
        for code in gone.keys() | astray.keys()
        if everything
        or code in asked
        or code not in boxes.standing
        or _are_many([*gone.get(code, ()), *astray.get(code, ())], sizes[code])
        or _are_many(astray.get(code, ()), sizes[code], either=True)
        or any(note.miro_item_id in unsure for note in astray.get(code, ()))
    )


def to_look_up(known: Known, boxes: Boxes, sightings: Sequence[Sighting]) -> tuple[Note, ...]:
    """Return the notes to ask for by id before anybody believes that they are gone.

    Those about which a person is asked anyway are left out: nothing is erased for them.
    """
    gone = missing(known, sightings)
    asked = must_ask(known, boxes, sightings, gone)
    return tuple(note for code, notes in gone.items() if code not in asked for note in notes)


def _are_many(notes: Sequence[Note], size: int, *, either: bool = False) -> bool:
    """Say whether notes are too many to leave a box of that size at once without a question."""
    tests = (len(notes) >= ASKED_FROM, len(notes) * ONE_PART_IN > size)
    return any(tests) if either and notes else all(tests)


def _lying(known: Known) -> list[Note]:
    return [
        note
        for note in known.from_board
        if note.state is NoteState.HERE and note.text is not None and note.miro_item_id
    ]

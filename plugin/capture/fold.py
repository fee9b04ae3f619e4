"""What is worked out once at Close: strands, voices, and whose role a note may show; pure.

A role or an origin shows only where so many writers of that session share it as the group agreed,
three at least; a name shows where the group agreed on names and the table has one. After this no
note knows its writer, and none is ever shown finer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from plugin.domain.agreements import SMALLEST_FOLD, Attribution
from plugin.domain.blankness import one_line
from plugin.domain.clock import NewId
from plugin.domain.days import begin_of
from plugin.domain.notes import A_MEMBER, Note


def fold(
    notes: Iterable[Note],
    roles: Mapping[str, str],
    attribution: Attribution,
    day: date,
    new_id: NewId,
    smallest_group: int = SMALLEST_FOLD,
) -> tuple[Note, ...]:
    """Return the notes as Close leaves them; `roles` maps the keyed hash of a writer to a role.

    Where the group agreed on origins or names, it is these that `roles` holds.

    Under Chatham House colours, tags and moments go, those of stubs and tombstones too.
    """
    notes = tuple(notes)
    written = [note for note in notes if note.text is not None]
    enough = 1 if attribution is Attribution.NAMED else smallest_group
    shown = _shown(written, roles, enough) if attribution.shows_writers else {}
    strands, voices = _strands(written, new_id), _voices(written, new_id)
    coarse = attribution is Attribution.CHATHAM_HOUSE
    midnight = begin_of(day)
    stubs = [replace(note, seen_at=midnight) for note in notes if note.text is None and coarse]
    return (
        *stubs,
        *(
            replace(
                note,
                shown_author=shown.get(note.author_hash or "", A_MEMBER),
                strand_id=strands.get(note.id),
                voice_id=voices.get(note.id),
                author_hash=None,
                colour="" if coarse else note.colour,
                tags=() if coarse else note.tags,
                seen_at=midnight if coarse else note.seen_at,
            )
            for note in written
        ),
    )


def _shown(notes: Iterable[Note], roles: Mapping[str, str], enough: int) -> dict[str, str]:
    """Return the role of each writer whose role enough writers share; spelling is levelled."""
    writers = {note.author_hash for note in notes if note.author_hash}
    spelled: dict[str, str] = {}
    for role in sorted(one_line(role) for role in roles.values()):
        spelled.setdefault(_level(role), role)
    own = {writer: _level(roles[writer]) for writer in writers if _level(roles.get(writer, ""))}
    shared = Counter(own.values())
    return {writer: spelled[role] for writer, role in own.items() if shared[role] >= enough}


def _level(role: str) -> str:
    return " ".join(role.split()).casefold()


def _strands(notes: Iterable[Note], new_id: NewId) -> dict[str, str]:
    """Give the notes of one writer in one box a common random id; none crosses boxes.

    Every box has strands, and a single note one of its own: a note without a strand is one whose
    writer nobody knows. These ids stay; what joined boxes for good would follow one person through
    the whole meeting.
    """
    accounts: defaultdict[tuple[str, str], str] = defaultdict(new_id)
    return {
        note.id: accounts[(note.zone_code, note.author_hash)] for note in notes if note.author_hash
    }


def _voices(notes: Iterable[Note], new_id: NewId) -> dict[str, str]:
    """Give the notes of one writer in all boxes a common random id, which goes with the key.

    Until the take-back window ends one writer is one voice; a piece that is made until then
    remembers which of its own notes are one voice, and no more (`store.pieces.add_sources`).
    """
    writers: defaultdict[str, str] = defaultdict(new_id)
    return {note.id: writers[note.author_hash] for note in notes if note.author_hash}

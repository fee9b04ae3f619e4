"""Notes that do not come from a board: entered for somebody, pasted, or read from a table; pure.

What a table's columns mean is guessed from the names of the session's boxes and then shown to a
person, who decides: a column may hold the notes of one box, name the box of each row, or hold the
words. Rows under a line that is the name of a box belong to that box: so list the exports of
whiteboards what lay in each frame.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from plugin.domain.blankness import is_blank, one_line
from plugin.domain.labels import Label
from plugin.domain.sessions import Session, SessionState
from plugin.domain.templates import WELCOME, Zone

ENTERED_FOR, PASTE, CSV = "entered_for", "paste", "csv"
HOW_IT_CAME = {
    ENTERED_FOR: "entered for somebody",
    PASTE: "pasted",
    CSV: "from a table",
}
MOST_NOTES = 500  # at once
STAYS, NO_BOX = "in a box that stays here", "in no box of this session"
UNUSED, NAMES_BOX, HOLDS_WORDS = "", "names the box", "holds the words"
_A_THIRD = 3
_MARKS = "-*•·–— \t"


@dataclass(frozen=True, slots=True)
class BroughtNote:
    """A note that somebody brings in, and the box that it belongs to."""

    zone_code: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sorted:
    """What was found to bring in; `left_out` counts what is not, by the reason in words."""

    notes: tuple[BroughtNote, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)


def split_pasted(text: str) -> tuple[str, ...]:
    """Return the notes of a pasted text: between blank lines, or where there are none, its lines.

    Marks of lists at the beginning of a note are left out.
    """
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if is_blank(line):
            blocks.append([])
        else:
            blocks[-1].append(line.strip())
    found = [block for block in blocks if block]
    notes = found[0] if len(found) == 1 else ["\n".join(block) for block in found]
    return tuple(each for note in notes if not is_blank(each := note.lstrip(_MARKS)))


def why_no_notes(session: Session, today: date) -> str | None:
    """Return why no notes can be brought into a session today, in sentences; None if they can."""
    if session.template_code is None:
        return "This session has no boxes, so notes cannot be added. Nothing was stored."
    if session.state is SessionState.PLANNED:
        return (
            "This session is not open yet. Nothing was stored. Build its board, or hold it "
            "without a Miro board; then add notes."
        )
    if today > session.take_back_until:
        return (
            "Notes can be added until the last day of taking back, and that is over. Nothing was "
            "stored. Plan another session for what came later."
        )
    return None


def writable(zones: Iterable[Zone], labels: Mapping[str, Label]) -> tuple[Zone, ...]:
    """Return the boxes into which notes can be brought: none whose notes stay where they are."""
    return tuple(
        zone
        for zone in zones
        if zone.code != WELCOME and labels.get(zone.code, zone.label) is not Label.X
    )


def box_called(name: str, zones: Iterable[Zone]) -> Zone | None:
    """Return the box of this title, with or without its number; None where none is called so."""
    said = _level(name)
    return next(
        (zone for zone in zones if said and said in (_level(zone.title), _level(zone.frame_title))),
        None,
    )


def guess_columns(rows: Sequence[Sequence[str]], zones: Sequence[Zone]) -> tuple[str, ...]:
    """Return what each column of a table seems to be: a box's code, or one of the three words.

    The first row names the columns if any of its cells is the name of a box.
    """
    width = max((len(row) for row in rows), default=0)
    heads = [box_called(_cell(rows[0], each), zones) if rows else None for each in range(width)]
    if sum(head is not None for head in heads) > 1:
        return tuple(head.code if head else UNUSED for head in heads)
    namer = _column_of_names(rows, zones, width)
    long = [sum(len(_cell(row, at)) for row in rows) for at in range(width)]
    words = max((at for at in range(width) if at != namer), key=lambda at: long[at], default=None)
    meaning = {namer: NAMES_BOX, words: HOLDS_WORDS}
    return tuple(meaning.get(at, UNUSED) for at in range(width))


def _column_of_names(
    rows: Sequence[Sequence[str]], zones: Sequence[Zone], width: int
) -> int | None:
    """Return the column that names a box in every third row at least; None for no such column.

    A name with nothing beside it is a heading over the rows below it, as in a board's export.
    """
    if width < 2:
        return None
    beside = [row for row in rows if sum(bool(_cell(row, at)) for at in range(width)) > 1]
    named = [
        sum(box_called(_cell(row, at), zones) is not None for row in beside) for at in range(width)
    ]
    found = max(range(width), key=lambda at: named[at])
    return found if named[found] and named[found] * _A_THIRD >= len(rows) else None


def is_heading(first: Sequence[str], columns: Sequence[str], zones: Sequence[Zone]) -> bool:
    """Say whether the first row seems to name the columns: *Box* above the names of boxes."""
    above = [_cell(first, at) for at, each in enumerate(columns) if each == NAMES_BOX]
    return any(cell and box_called(cell, zones) is None for cell in above)


def sort_rows(
    rows: Sequence[Sequence[str]],
    columns: Sequence[str],
    zones: Sequence[Zone],
    may_hold: Iterable[Zone],
    otherwise: str,
) -> Sorted:
    """Return the notes of a table's rows; `otherwise` is the box of words that name none.

    Cells that are the name of a box are headings: what follows belongs to it.
    """
    ours, known = {zone.code for zone in may_hold}, {zone.code for zone in zones}
    found: list[BroughtNote] = []
    left_out: Counter[str] = Counter()
    below = otherwise
    for row in rows:
        cells = [cell for at in range(len(columns)) if (cell := _cell(row, at))]
        heading = box_called(cells[0], zones) if len(cells) == 1 else None
        if heading is not None:
            below = heading.code
            continue
        for code, text in _notes_of(row, columns, zones, below):
            if code in ours:
                found.append(BroughtNote(code, text))
            else:
                left_out[STAYS if code in known else NO_BOX] += 1
    return Sorted(tuple(found), dict(left_out))


def _notes_of(
    row: Sequence[str], columns: Sequence[str], zones: Sequence[Zone], below: str
) -> Iterable[tuple[str, str]]:
    named = next((_cell(row, at) for at, each in enumerate(columns) if each == NAMES_BOX), None)
    box = box_called(named, zones) if named else None
    for at, meaning in enumerate(columns):
        text = _cell(row, at)
        if not text or meaning in (UNUSED, NAMES_BOX) or box_called(text, zones) is not None:
            continue
        if meaning != HOLDS_WORDS:
            yield meaning, text
        elif named:
            yield (box.code if box else "", text)
        else:
            yield below, text


def _cell(row: Sequence[str], at: int) -> str:
    return "" if at >= len(row) or is_blank(row[at]) else row[at].strip()


def _level(name: str) -> str:
    return one_line(name).casefold()

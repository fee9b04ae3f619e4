"""What a piece rests on that no member wrote: what the learning partner noticed, figures, pictures.

None is a voice, and none is ever quoted. Like notes, they stay under the piece: outside its group
nobody reads them. Everybody in the group who reads the piece does; a picture of a box is drawn on
reading, from the notes that are there, for those who may read notes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum

from plugin.domain.blankness import is_blank, one_line
from plugin.domain.days import long_day
from plugin.domain.hidden_texts import HIDDEN
from plugin.errors import BadInput

LONGEST_WORDS, LONGEST_UNIT, LONGEST_SOURCE, LONGEST_NUMBER = 600, 120, 200, 30
_EMPTY = "Write what you noticed. Nothing was stored."
_WHOLE = (
    "A figure has a number, what it counts, where it is from, and its day. Nothing was stored, and "
    "what you typed is still here."
)
_NO_NUMBER = "Write the number in digits, such as 12 or 3.5. Nothing was stored."
_WHOLE_PICTURE = (
    "Say what the picture shows, where it is from, and who is in it and agreed. Write “Nobody” if "
    "nobody is in it. Nothing was stored, and what you typed is still here."
)
MOST_PICTURES = 6  # under one piece


class Shows(Enum):
    """Which kind of picture it is, if any."""

    NOTHING = ""
    BOX = "box"  # of a board, drawn on reading
    IMAGE = "image"  # that somebody sent


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceEvidence:
    """An observation, a figure with its number, unit and source, or a picture.

    Of a picture that was sent `words` say what it shows: they are read where it cannot be seen.
    """

    id: str
    piece_id: str
    day: date  # on which it was noticed, or which the figure is of
    words: str = field(default="", repr=False)  # of an observation
    number: str = ""  # of a figure, as it was typed
    unit: str = field(default="", repr=False)
    source: str = field(default="", repr=False)
    shows: Shows = Shows.NOTHING
    people: str = field(default="", repr=False)  # who is in a picture, and who agreed
    session_id: str | None = None  # of the box that a picture is of, or came from
    zone_code: str = ""
    by: str | None = None

    @property
    def is_figure(self) -> bool:
        """Say whether it is a figure."""
        return bool(self.number)

    @property
    def is_box(self) -> bool:
        """Say whether it is the picture of a box."""
        return self.shows is Shows.BOX

    @property
    def is_image(self) -> bool:
        """Say whether somebody sent it as a picture."""
        return self.shows is Shows.IMAGE

    @property
    def is_image_shown(self) -> bool:
        """Say whether its pixels may be seen: not where words went that it may show."""
        return self.is_image and bool(self.words) and HIDDEN not in self.words

    @property
    def texts(self) -> tuple[str, ...]:
        """Return everything in it that somebody wrote in words."""
        return (self.words, self.unit, self.source, self.people)

    @property
    def says(self) -> str:
        """Return what it says in one line; empty once its words went."""
        if not self.is_figure:
            return self.words
        return f"{self.number} {self.unit}" if self.unit else ""

    @property
    def whose(self) -> str:
        """Return how it is marked wherever it stands."""
        if self.is_image:
            told = f"A picture from {self.source}" if self.source else "A picture"
            return f"{told}. In it: {self.people}" if self.people else told
        if self.is_figure:
            told = f"A figure from {self.source}" if self.source else "A figure"
            return f"{told}, {long_day(self.day)}"
        return f"Observed by the learning partner, {long_day(self.day)}. No member said it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """What a learning partner noticed in a session: no note, no voice, and under no piece yet."""

    id: str
    session_id: str
    day: date  # on which it was written
    words: str = field(repr=False)  # empty once they went
    by: str | None = None

    @property
    def whose(self) -> str:
        """Return how it is marked."""
        return f"Observed by the learning partner, {long_day(self.day)}. No member said it"


def noticed_in_session(
    session_id: str, new_id: str, words: str, day: date, by: str | None
) -> Noticed:
    """Return what somebody noticed in a session; raise BadInput for nothing, or too much."""
    seen = observation("", new_id, words, day, by)
    return Noticed(id=new_id, session_id=session_id, day=day, words=seen.words, by=by)


def observation(piece_id: str, new_id: str, words: str, day: date, by: str | None) -> PieceEvidence:
    """Return what somebody noticed; raise BadInput for nothing, or too much."""
    text = _text(words, LONGEST_WORDS)
    if not text:
        raise BadInput(_EMPTY)
    return PieceEvidence(id=new_id, piece_id=piece_id, day=day, words=text, by=by)


def figure(
    piece_id: str,
    new_id: str,
    typed: tuple[str, str, str],
    day: date | None,
    by: str | None,
) -> PieceEvidence:
    """Return a figure of number, unit and source, as they were typed; raise BadInput."""
    number, unit, source = (
        _text(text, most)
        for text, most in zip(typed, (LONGEST_NUMBER, LONGEST_UNIT, LONGEST_SOURCE), strict=True)
    )
    if not (number and unit and source and day):
        raise BadInput(_WHOLE)
    try:
        is_number = Decimal(number.replace(",", "")).is_finite()
    except InvalidOperation:
        is_number = False
    if not is_number:
        raise BadInput(_NO_NUMBER)
    return PieceEvidence(
        id=new_id, piece_id=piece_id, day=day, number=number, unit=unit, source=source, by=by
    )


def box_picture(
    piece_id: str, new_id: str, place: tuple[str, str], day: date, by: str | None
) -> PieceEvidence:
    """Return the picture of a box: of the session and the code that `place` names."""
    session_id, zone_code = place
    return PieceEvidence(
        id=new_id,
        piece_id=piece_id,
        day=day,
        shows=Shows.BOX,
        session_id=session_id,
        zone_code=zone_code,
        by=by,
    )


def image(
    piece_id: str,
    new_id: str,
    typed: tuple[str, str, str],
    place: tuple[str, str] | None,
    day: date,
    by: str | None,
) -> PieceEvidence:
    """Return a picture that was sent: what it shows, where it is from, who is in it and agreed.

    `place` is the box that it came from, if any. Raise BadInput where something is missing.
    """
    words, source, people = (
        _text(text, most)
        for text, most in zip(typed, (LONGEST_WORDS, LONGEST_SOURCE, LONGEST_SOURCE), strict=True)
    )
    if not (words and source and people):
        raise BadInput(_WHOLE_PICTURE)
    session_id, zone_code = place or (None, "")
    return PieceEvidence(
        id=new_id,
        piece_id=piece_id,
        day=day,
        words=words,
        source=source,
        shows=Shows.IMAGE,
        people=people,
        session_id=session_id,
        zone_code=zone_code,
        by=by,
    )


def _text(given: str, longest: int) -> str:
    text = one_line(given.replace("\0", ""))
    if len(text) > longest:
        raise BadInput(
            f"There is room for {longest} characters; yours are {len(text)}. Nothing was stored."
        )
    return "" if is_blank(text) else text

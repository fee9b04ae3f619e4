"""Makes a first draft of a design from the frames and texts of somebody's board.

Frames become boxes in reading order, texts in them their questions, and each box gets a step. What
a board cannot say (labels, minutes, what is said aloud) is a start for its facilitator to change.

A copy of a session's board is known by our labels and frames. People's words lie on it, so of its
texts only questions of designs are taken, which were there before anybody wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from plugin.convene.template_files import read_template
from plugin.convene.template_schema import MOST_BOXES
from plugin.domain.design_drafts import FIXED
from plugin.domain.labels import Label, known_lines
from plugin.domain.templates import (
    Step,
    Template,
    Zone,
    plain_title,
    without_handle,
    zone_code_of_title,
)
from plugin.errors import BadInput

_LIKE = "T3"  # every board's own boxes, and the shape of an open meeting
_NAME = "From our board"
_MOST_QUESTIONS, _LONGEST_QUESTION, _LONGEST_TITLE = 8, 300, 60
_MINUTES = 10
_SAME_ROW = 0.5
_ASKS = "What do you want to say here?"


@dataclass(frozen=True, slots=True)
class SeenFrame:
    """A frame as it lies on a board: its title, its centre, the texts in it."""

    title: str
    x: float
    y: float
    height: float
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardDesign:
    """A design to be changed; how many frames it leaves out; whether people wrote on the board."""

    template: Template
    left_out: int
    is_of_session: bool


def design_of_board(frames: Sequence[SeenFrame], questions: Collection[str]) -> BoardDesign:
    """Return what a board says of a design; raise BadInput for a board without frames.

    `questions` are those of all designs, for a board that is a copy of a session's.
    """
    like = read_template(_LIKE)
    is_of_session = any(_is_ours(each) for each in frames)
    if is_of_session:
        asked = frozenset(plain_title(each) for each in questions)
        frames = [_only(each, asked) for each in frames]
    seen = [each for each in _in_reading_order(frames) if _is_own(each)]
    if not seen:
        raise BadInput(
            "That board has no frames, so there is nothing to make boxes of. Nothing was stored. "
            "Draw a frame around each part of the board, then try again."
        )
    taken = seen[: MOST_BOXES - len(FIXED)]
    boxes = [_zone(number, frame) for number, frame in enumerate(taken, 1)]
    fixed = {zone.code: zone for zone in like.zones if zone.code in FIXED}
    welcome, off_the_record, close = (fixed[code] for code in FIXED)
    last = next(step for step in like.steps if close.code in step.zones)
    template = replace(
        like,
        title=_NAME,
        meeting_kind=_NAME,
        phase="other",
        purpose="Meet on the board that we know.",
        who="Everybody in the group.",
        hint="",
        least_people=0,
        most_people=0,
        zones=(welcome, *boxes, off_the_record, close),
        steps=(*(_step(zone) for zone in boxes), replace(last, short_minutes=0)),
    )
    return BoardDesign(template, len(seen) - len(taken), is_of_session)


def _is_ours(frame: SeenFrame) -> bool:
    """Say whether Hedgerow made a frame, or the one that it is a copy of."""
    lines = {line.strip() for text in frame.texts for line in text.splitlines()}
    ours = known_lines()
    return not _is_own(frame) or any(line.startswith(ours) for line in lines)


def _only(frame: SeenFrame, asked: Collection[str]) -> SeenFrame:
    lines = (plain_title(line) for text in frame.texts for line in text.splitlines())
    return replace(frame, texts=tuple(line for line in lines if line in asked))


def _is_own(frame: SeenFrame) -> bool:
    """Say whether a frame is none that every board of ours has."""
    return zone_code_of_title(frame.title) not in FIXED


def _in_reading_order(frames: Sequence[SeenFrame]) -> list[SeenFrame]:
    """Return frames row by row; a row's centres are no further apart than half a frame."""
    rows: list[list[SeenFrame]] = []
    for frame in sorted(frames, key=lambda each: each.y):
        if rows and frame.y - rows[-1][0].y < _SAME_ROW * rows[-1][0].height:
            rows[-1].append(frame)
        else:
            rows.append([frame])
    return [frame for row in rows for frame in sorted(row, key=lambda each: each.x)]


def _zone(number: int, frame: SeenFrame) -> Zone:
    title = plain_title(without_handle(frame.title))[:_LONGEST_TITLE].strip()
    lines = (plain_title(line) for text in frame.texts for line in text.splitlines())
    questions = [line[:_LONGEST_QUESTION].strip() for line in lines if line]
    return Zone(
        code=f"Z{number}",
        title=title or f"Box {number}",
        prompts=tuple(dict.fromkeys(questions))[:_MOST_QUESTIONS] or (_ASKS,),
        label=Label.H,
    )


def _step(zone: Zone) -> Step:
    return Step(
        title=zone.title,
        minutes=_MINUTES,
        zones=(zone.code,),
        happens="Everybody writes notes in this box, then you talk about them.",
        say=zone.prompts[0],
    )

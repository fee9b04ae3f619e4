"""The shapes of what the API answers and takes: one marshmallow schema each, for all of it.

What is dumped has every field that is declared and no other, so that the description is true.
"""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, fields, validate

from plugin.domain.jobs import JobState
from plugin.domain.pieces import RUNG_WORDS
from plugin.domain.sessions import SessionState

MOST_A_PAGE, USUAL_A_PAGE, FURTHEST = 100, 50, 100_000
LONGEST_KEY = 200


class _Answer(Schema):
    """An object that the API answers; it has no other fields."""

    class Meta:
        """What is not declared is not there."""

        unknown = RAISE


def _text(says: str, **more: Any) -> fields.String:
    return fields.String(required=True, metadata={"description": says, **more})


def _text_or_none(says: str) -> fields.String:
    return fields.String(required=True, allow_none=True, metadata={"description": says})


def _whole(says: str) -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": says})


def _yes(says: str) -> fields.Boolean:
    return fields.Boolean(required=True, metadata={"description": says})


def _day(says: str, *, optional: bool = False) -> fields.Date:
    return fields.Date(required=True, allow_none=optional, metadata={"description": says})


def _texts(says: str) -> fields.List[Any]:
    return fields.List(fields.String(), required=True, metadata={"description": says})


def _many(of: type[Schema], says: str = "In this order.") -> fields.List[Any]:
    return fields.List(fields.Nested(of), required=True, metadata={"description": says})


def _next() -> fields.String:
    return _text_or_none("Where the next page is; null on the last one.")


class ProblemAnswer(Schema):
    """Why something was not done, as RFC 9457 says."""

    type = _text("Always about:blank: the status says which kind of problem it is.")
    title = _text("The kind of problem, in a few words.")
    status = _whole("The HTTP status, once more.")
    detail = _text("What happened, what is safe, and what to do. You can show it to people.")


class PageQuery(Schema):
    """Which part of a list is asked for."""

    class Meta:
        """Names that somebody adds are passed over."""

        unknown = EXCLUDE

    limit = fields.Integer(
        load_default=USUAL_A_PAGE,
        validate=validate.Range(1, MOST_A_PAGE),
        metadata={"description": "How many at most."},
    )
    start = fields.Integer(
        load_default=0,
        validate=validate.Range(0, FURTHEST),
        metadata={"description": "How many to pass over."},
    )


class KeyHeader(Schema):
    """How a program says that it asks for the same once more."""

    class Meta:
        """Requests have other headers, too."""

        unknown = EXCLUDE

    key = fields.String(
        data_key="Idempotency-Key",
        load_default="",
        validate=validate.Length(max=LONGEST_KEY),
        metadata={"description": "The same key within a day leads to the same job."},
    )


class GroupAnswer(_Answer):
    """A group that you belong to."""

    id = _text("Its id, for other addresses.")
    name = _text("Its name.")
    question = _text("The question that it is there for.")


class PartnershipAnswer(_Answer):
    """A partnership in which you have a place."""

    id = _text("Its id, for other addresses.")
    name = _text("Its name.")
    roles = _texts("Your roles in it.")
    groups = _many(GroupAnswer, "Groups whose pages you can open.")


class TokenAnswer(_Answer):
    """The token that you asked with."""

    name = _text("What it is for.")
    scopes = _texts("What it is good for.")
    until = fields.DateTime(required=True, metadata={"description": "When it ends."})


class PersonAnswer(_Answer):
    """Who asks, and where they have a place."""

    name = _text("Your name.")
    token = fields.Nested(TokenAnswer, required=True)
    partnerships = _many(PartnershipAnswer, "Your partnerships.")


class SessionAnswer(_Answer):
    """A session of a group, as its list has it."""

    id = _text("Its id, for other addresses.")
    group_id = _text("The group that it is of.")
    name = _text("Its name.")
    kind = _text("What kind of meeting it is.")
    day = _day("Its day.")
    state = _text("Where it is.", enum=[each.value for each in SessionState])
    design_id = _text_or_none("The design that it is held by; null for a session without a board.")
    page = _text("Its page in Hedgerow.")


class SessionsAnswer(_Answer):
    """Sessions of a group, the newest day first."""

    items = _many(SessionAnswer)
    next = _next()


class BoxAnswer(_Answer):
    """A box of a session’s board."""

    code = _text("Its code; notes name it.")
    title = _text("Its title, as it stands on the board.")
    questions = _texts("The questions in it.")
    keeps = _text("What happens to notes in it, in a few words.")
    explains = _text("The same, in a sentence or two.")


class WholeSessionAnswer(SessionAnswer):
    """A session with its boxes."""

    boxes = _many(BoxAnswer, "The boxes of its board, in reading order.")
    board = _text_or_none("Where its board opens in Miro.")
    pieces = _texts("Ids of pieces that rest on its notes, as far as you can read them.")


class NoteAnswer(_Answer):
    """A note of a session, as it stands now."""

    id = _text("Its id.")
    box = _text("The code of its box.")
    box_title = _text("The title of its box.")
    keeps = _text("What happens to it, in a few words.")
    text = _text_or_none("Its words, with the disguises that were chosen; null where they stay.")
    why_without_text = _text_or_none("Why its words may not be copied; null where they are here.")
    kind = _text("What kind of note it is.")
    written_by = _text_or_none("By whom, as far as the group agreed to say so; null without words.")
    tags = _texts("Its tags on the board.")


class NotesAnswer(_Answer):
    """Notes of a session: in the order of the boxes, and of the board within a box."""

    items = _many(NoteAnswer)
    next = _next()


class CheckingAnswer(_Answer):
    """Whether and how the words that you read were checked."""

    is_checked = _yes("Whether these very words were checked.")
    in_words = _text("How, with whom and when, as pages say it.")
    day = _day("The day of the check; null for words that are not checked.", optional=True)
    is_changed_since = _yes("Whether an older wording was checked, and this one is not.")


class PieceAnswer(_Answer):
    """A piece, in the wording that you may read."""

    id = _text("Its id, for other addresses.")
    group_id = _text("The group that made it.")
    title = _text("Its title.")
    line = _text("It in one line.")
    story = _text("The story.")
    kind = _text("What kind of piece it is.")
    read_by = _text("Who can read it.", enum=list(RUNG_WORDS.values()))
    written_on = _day("The day of this wording.")
    why_without_words = _text_or_none(
        "Why title, line and story may not be copied and are empty; null where they are here."
    )
    rests_on = _text("How many voices it rests on, in words that give no small number away.")
    checking = fields.Nested(CheckingAnswer, required=True)
    is_looked_at_again = _yes("Whether words it rested on were taken back: it has none now.")
    page = _text("Its page in Hedgerow.")


class PiecesAnswer(_Answer):
    """Pieces of a partnership that you can read, the newest first."""

    items = _many(PieceAnswer)
    next = _next()


class DesignAnswer(_Answer):
    """A session design that a group can use."""

    id = _text("Its id.")
    title = _text("Its title.")
    purpose = _text("What it is for.")
    who = _text("Who takes part.")
    version = _whole("Counts its changes.")
    is_own = _yes("Whether the group made it its own.")
    minutes = _whole("How long it takes.")


class DesignsAnswer(_Answer):
    """Session designs that a group can use: its own first."""

    items = _many(DesignAnswer)


class DesignBoxAnswer(_Answer):
    """A box of a design."""

    code = _text("Its code.")
    title = _text("Its title.")
    questions = _texts("The questions in it.")
    keeps = _text("What happens to notes in it, in a few words.")


class DesignStepAnswer(_Answer):
    """A step of a design."""

    title = _text("Its title.")
    minutes = _whole("How long it takes.")
    boxes = _texts("The codes of the boxes that it needs.")
    happens = _text("What happens.")
    say = _text("What the facilitator can say aloud.")


class WholeDesignAnswer(DesignAnswer):
    """A session design with its boxes and steps."""

    boxes = _many(DesignBoxAnswer)
    steps = _many(DesignStepAnswer)


class JobPhaseAnswer(_Answer):
    """A part of a job, and how far it is."""

    name = _text("What is done.")
    step = _whole("How many are done.")
    of = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Of how many; null where nobody can count."},
    )


class JobAnswer(_Answer):
    """Work that goes on in the background."""

    id = _text("Its id.")
    state = _text(
        "Where it is; the last three are its end.", enum=[each.value for each in JobState]
    )
    phases = _many(JobPhaseAnswer)
    waits_for = _text_or_none("What it waits for now, in a sentence.")
    came_of_it = _texts("What came of it, in sentences.")
    problem = _text_or_none("Why the last attempt came to nothing.")

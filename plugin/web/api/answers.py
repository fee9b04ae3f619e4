"""The shapes of what the API answers and takes: one marshmallow schema each, for all of it.

What is dumped has every field that is declared and no other, so that the description is true.
"""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

from plugin.domain.jobs import JobState
from plugin.domain.pieces import RUNG_WORDS
from plugin.domain.sessions import SessionState
from plugin.web.api.shapes import (
    Answered,
    a_day,
    a_number,
    a_text,
    a_yes,
    many,
    text_or_none,
    texts,
)

MOST_A_PAGE, USUAL_A_PAGE, FURTHEST = 100, 50, 100_000
LONGEST_KEY = 200


def _next() -> fields.String:
    return text_or_none("Where the next page is; null on the last one.")


class ProblemAnswer(Schema):
    """Why something was not done, as RFC 9457 says."""

    type = a_text("Always about:blank: the status says which kind of problem it is.")
    title = a_text("The kind of problem, in a few words.")
    status = a_number("The HTTP status, once more.")
    detail = a_text("What happened, what is safe, and what to do. You can show it to people.")


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


class GroupAnswer(Answered):
    """A group that you belong to."""

    id = a_text("Its id, for other addresses.")
    name = a_text("Its name.")
    question = a_text("The question that it is there for.")


class PartnershipAnswer(Answered):
    """A partnership in which you have a place."""

    id = a_text("Its id, for other addresses.")
    name = a_text("Its name.")
    roles = texts("Your roles in it.")
    groups = many(GroupAnswer, "Groups whose pages you can open.")


class TokenAnswer(Answered):
    """The token that you asked with."""

    name = a_text("What it is for.")
    scopes = texts("What it is good for.")
    until = fields.DateTime(required=True, metadata={"description": "When it ends."})


class PersonAnswer(Answered):
    """Who asks, and where they have a place."""

    name = a_text("Your name.")
    token = fields.Nested(TokenAnswer, required=True)
    partnerships = many(PartnershipAnswer, "Your partnerships.")


class SessionAnswer(Answered):
    """A session of a group, as its list has it."""

    id = a_text("Its id, for other addresses.")
    group_id = a_text("The group that it is of.")
    name = a_text("Its name.")
    kind = a_text("What kind of session it is.")
    day = a_day("Its day.")
    state = a_text("Where it is.", enum=[each.value for each in SessionState])
    design_id = text_or_none("The design that it is held by; null for a session without a board.")
    page = a_text("Its page in Hedgerow.")


class SessionsAnswer(Answered):
    """Sessions of a group, the newest day first."""

    items = many(SessionAnswer)
    next = _next()


class BoxAnswer(Answered):
    """A box of a session’s board."""

    code = a_text("Its code; notes name it.")
    title = a_text("Its title, as it stands on the board.")
    questions = texts("The questions in it.")
    keeps = a_text("What happens to notes in it, in a few words.")
    explains = a_text("The same, in a sentence or two.")


class WholeSessionAnswer(SessionAnswer):
    """A session with its boxes."""

    boxes = many(BoxAnswer, "The boxes of its board, in reading order.")
    board = text_or_none("Where its board opens in Miro.")
    pieces = texts("Ids of pieces that rest on its notes, as far as you can read them.")


class NoteAnswer(Answered):
    """A note of a session, as it stands now."""

    id = a_text("Its id.")
    box = a_text("The code of its box.")
    box_title = a_text("The title of its box.")
    keeps = a_text("What happens to it, in a few words.")
    text = text_or_none("Its words, with the disguises that were chosen; null where they stay.")
    why_without_text = text_or_none("Why its words may not be copied; null where they are here.")
    kind = a_text("What kind of note it is.")
    written_by = text_or_none("By whom, as far as the group agreed to say so; null without words.")
    tags = texts("Its tags on the board.")


class NotesAnswer(Answered):
    """Notes of a session: in the order of the boxes, and of the board within a box."""

    items = many(NoteAnswer)
    next = _next()


class CheckingAnswer(Answered):
    """Whether and how the words that you read were checked."""

    is_checked = a_yes("Whether these very words were checked.")
    in_words = a_text("How, with whom and when, as pages say it.")
    day = a_day("The day of the check; null for words that are not checked.", optional=True)
    is_changed_since = a_yes("Whether an older wording was checked, and this one is not.")


class ReadingAnswer(Answered):
    """How people of one origin read a piece: checked with the story, so tell it with it."""

    where = a_text("Where it is read so.")
    words = a_text("How it is read there.")
    whose = a_text("Whose words these are.")


class PieceAnswer(Answered):
    """A piece, in the wording that you may read."""

    id = a_text("Its id, for other addresses.")
    group_id = a_text("The group that made it.")
    title = a_text("Its title.")
    line = a_text("It in one line.")
    story = a_text("The story.")
    readings = many(ReadingAnswer)
    kind = a_text("What kind of piece it is.")
    read_by = a_text("Who can read it.", enum=list(RUNG_WORDS.values()))
    written_on = a_day("The day of this wording.")
    why_without_words = text_or_none(
        "Why title, line and story may not be copied and are empty; null where they are here."
    )
    rests_on = a_text("How many voices it rests on, in words that give no small number away.")
    checking = fields.Nested(CheckingAnswer, required=True)
    is_looked_at_again = a_yes("Whether words it rested on were taken back: it has none now.")
    page = a_text("Its page in Hedgerow.")


class PiecesAnswer(Answered):
    """Pieces of a partnership that you can read, the newest first."""

    items = many(PieceAnswer)
    next = _next()


class DesignAnswer(Answered):
    """A session design that a group can use."""

    id = a_text("Its id.")
    title = a_text("Its title.")
    purpose = a_text("What it is for.")
    who = a_text("Who takes part.")
    version = a_number("Counts its changes.")
    is_own = a_yes("Whether the group made it its own.")
    minutes = a_number("How long it takes.")


class DesignsAnswer(Answered):
    """Session designs that a group can use: its own first."""

    items = many(DesignAnswer)


class DesignBoxAnswer(Answered):
    """A box of a design."""

    code = a_text("Its code.")
    title = a_text("Its title.")
    questions = texts("The questions in it.")
    keeps = a_text("What happens to notes in it, in a few words.")


class DesignStepAnswer(Answered):
    """A step of a design."""

    title = a_text("Its title.")
    minutes = a_number("How long it takes.")
    boxes = texts("The codes of the boxes that it needs.")
    happens = a_text("What happens.")
    say = a_text("What the facilitator can say aloud.")


class WholeDesignAnswer(DesignAnswer):
    """A session design with its boxes and steps."""

    boxes = many(DesignBoxAnswer)
    steps = many(DesignStepAnswer)


class JobPhaseAnswer(Answered):
    """A part of a job, and how far it is."""

    name = a_text("What is done.")
    step = a_number("How many are done.")
    of = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Of how many; null where nobody can count."},
    )


class JobAnswer(Answered):
    """Work that goes on in the background."""

    id = a_text("Its id.")
    state = a_text(
        "Where it is; the last three are its end.", enum=[each.value for each in JobState]
    )
    phases = many(JobPhaseAnswer)
    waits_for = text_or_none("What it waits for now, in a sentence.")
    came_of_it = texts("What came of it, in sentences.")
    problem = text_or_none("Why the last attempt came to nothing.")

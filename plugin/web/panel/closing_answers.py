"""The shapes of what the panel is answered at Close and after it."""

from __future__ import annotations

from plugin.web.api.shapes import Answered, a_number, a_text, a_yes, many, one, texts
from plugin.web.panel.answers import SaidAnswer


class FateAnswer(Answered):
    """What happens to the notes under one label."""

    label = a_text("The label, in a few words.")
    count = a_number("How many notes; null where they are not counted.", optional=True)
    says = a_text("What happens to them.")


class ClosingAnswer(Answered):
    """What closing will do."""

    spoken = a_text("The box that stays here; empty for none.")
    waiting = a_number("How many sentences wait to be read to the group.")
    outside = a_number("How many notes lie outside every box.")
    asks = a_number("How many questions have to be answered first.")
    fewest = a_number("From how many answers on taps are shown.")
    readback = a_text("The page on which sentences are read back.")
    page = a_text("The session’s page.")
    fates = many(FateAnswer)


class ComingAnswer(Answered):
    """The next session."""

    name = a_text("Its name.")
    page = a_text("Its page.")
    board = a_text("Where its board opens; empty without one.")


class TapAnswer(Answered):
    """How many people tapped one answer."""

    says = a_text("The answer.")
    many = a_number("How many people.")


class SpreadAnswer(Answered):
    """How the taps of one question spread."""

    asks = a_text("The question.")
    taps = many(TapAnswer)


class AfterAnswer(Answered):
    """A session that is closed."""

    thanks = a_text("The text to send afterwards; empty while it is open.")
    coming = one(ComingAnswer, optional=True)
    next_day = a_text("The day on which the next one can be, as 2027-01-06; may be empty.")
    closed = a_number("When it was closed, in seconds since 1970; null before.", optional=True)
    where = a_text("Where kept notes are; may be empty.")
    fates = many(FateAnswer)
    how = many(SpreadAnswer, "How it was; empty where too few people answered.")


class ClearAnswer(Answered):
    """What the panel deletes from the board."""

    frames = texts("Miro’s ids of frames whose notes go.")
    stickies = texts("Miro’s ids of notes that go.")


class SentenceAnswer(Answered):
    """A sentence that waits to be read to the group."""

    key = a_text("Its key.")
    sentence = a_text("Its words.")
    open = a_yes("Whether it is open since an earlier session.")


class SentencesAnswer(Answered):
    """Sentences that wait to be read to the group."""

    page = a_text("The page on which more can be recorded.")
    sentences = many(SentenceAnswer)


class DecidedAnswer(SaidAnswer):
    """What came of a decision, and the sentences that still wait."""

    page = a_text("The page on which more can be recorded.")
    sentences = many(SentenceAnswer)


class CardPieceAnswer(Answered):
    """The piece that a card on the board brings back."""

    title = a_text("Its title.")
    line = a_text("It in one line.")
    story = a_text("The story.")
    readers = a_text("Who can read it.")
    page = a_text("Its page in Hedgerow.")


class ToReadAnswer(Answered):
    """A piece that can be read to the group."""

    id = a_text("Its id.")
    title = a_text("Its title.")
    line = a_text("It in one line.")
    story = a_text("The story.")
    stored_story = a_text("The story with the marks of its quotes, to be changed.")
    after = a_number("The number of this wording.")
    page = a_text("Its page in Hedgerow.")


class PiecesToReadAnswer(Answered):
    """Pieces that can be read to the group."""

    pieces = many(ToReadAnswer)
    can_be_recorded = a_yes("Whether it can be recorded that they were read: once it is closed.")


class ObjectingAnswer(Answered):
    """A link by which everybody objects without an account."""

    address = a_text("The link.")
    qr = a_text("It as SVG.")
    until = a_text("The last day, as people say it.")


class WasReadAnswer(SaidAnswer):
    """A piece was read: what that means, and what is left to read."""

    pieces = many(ToReadAnswer)
    objecting = one(ObjectingAnswer, optional=True)


class OverAnswer(Answered):
    """Links to object whose days are over."""

    over = texts("The tokens of these links.")

"""When a wording counts as checked with its people, who were asked by their own links; pure.

The question has closed, and nothing speaks against it: nobody said that it is off, no other words
came meanwhile, what it rests on is the same, and every writer could be asked. In any doubt it is
not checked. Silence lets a piece rest on somebody's words, but two people say yes; where words of a
note stand in it, everybody does; a piece on one voice has that voice's yes, and a quote that of
whoever wrote it.
"""

from __future__ import annotations

from datetime import datetime

from plugin.domain.overlap import are_same_words
from plugin.domain.piece_records import Wording
from plugin.domain.piece_whole import PieceWhole
from plugin.domain.questions import LEFT_OUT, PieceQuestion
from plugin.domain.quotes import Quote

QUOTE_WITHOUT_YES = (
    "It quotes words whose writer has not said yes. Take that quote out, or read the piece back to "
    "the group: silence lets a piece rest on words, and never quotes them."
)
UNWANTED = (
    "It rests on a note that its writer did not want in another piece. Ask the people who wrote "
    "it by their links: it can be checked once that person says yes to this piece. Or make it "
    "without that note."
)
_ENOUGH = 2


def open_question(whole: PieceWhole, now: datetime) -> PieceQuestion | None:
    """Return the question that the people who wrote it can answer now, or None."""
    found = [
        each
        for each in whole.questions
        if now < each.closes_at and whole.wording(each.wording_id).shown == whole.newest.shown
        if not _came_between(whole, each)
    ]
    return found[-1] if found else None


def last_question(whole: PieceWhole) -> PieceQuestion | None:
    """Return the last question about the newest wording, open or closed, or None."""
    newest = whole.newest.shown
    found = [e for e in whole.questions if whole.wording(e.wording_id).shown == newest]
    return found[-1] if found else None


def is_still_asked(whole: PieceWhole, wording: Wording, now: datetime) -> bool:
    """Say whether people may still answer to these words, or were to when others came."""
    return any(now < each.closes_at for each in _about(whole, wording))


def is_refused(whole: PieceWhole, wording: Wording) -> bool:
    """Say whether somebody who wrote a note under it said that these words are off."""
    return any(each.is_refused for each in _about(whole, wording))


def rests_on_unwanted(whole: PieceWhole, wording: Wording, checked_at: datetime) -> bool:
    """Say whether a wording rests on a note that was left out elsewhere before a moment.

    A later piece on a note that its writer did not want shared is for them to decide: they say yes
    to it by their own link, or it goes nowhere. What was checked before stays; they can take the
    note back.
    """
    is_asked = _was_asked_last(whole, wording)  # a yes is to the words that were asked about
    since = {
        note_id
        for note_id, at, has_agreed in whole.unwanted
        if at < checked_at and not (has_agreed and is_asked)
    }
    then = whole.as_of(wording).sources if since else ()
    return any(each.note_id in since and each.gone_because is None for each in then)


def agreed_with_its_people(
    whole: PieceWhole, wording: Wording, now: datetime
) -> PieceQuestion | None:
    """Return the question by which a wording is checked at `now`, or None."""
    if is_refused(whole, wording) or is_still_asked(whole, wording, now):
        return None
    whole = whole.as_of(wording)
    own = (each for each in whole.questions if each.wording_id in _same(whole, wording))
    return next((each for each in own if _is_agreed(whole, each, now)), None)


def not_agreed(whole: PieceWhole, wording: Wording, now: datetime) -> tuple[Quote, ...]:
    """Return the quotes in a wording to which their writers have not said yes by their links.

    A yes counts once its question has closed, and for the words in which the quote stood: around
    others it can say the contrary. A quote of which nothing is shown needs none.
    """
    about = _same(whole, wording)
    closed = {e.id for e in whole.questions if now >= e.closes_at and e.wording_id in about}
    found = (each for each in whole.quotes_in(wording) if each.words)
    return tuple(each for each in found if not closed & set(each.yes_in))


def carrying(whole: PieceWhole) -> frozenset[str]:
    """Return the ids of the notes that carry a piece now."""
    return frozenset(each.note_id for each in whole.sources) - whole.absent


def _is_agreed(whole: PieceWhole, asked: PieceQuestion, now: datetime) -> bool:
    if now < asked.closes_at or not asked.reaches_all or _came_between(whole, asked):
        return False
    here, then = carrying(whole), set(asked.note_ids)
    if whole.voices == 1:
        # Whoever answered wrote it, if nothing went since; two answers are two people.
        return here == then and asked.yeses == asked.answers == 1
    # A note that its writer left out has no yes among the answers; of one that went otherwise the
    # yes may be there still.
    left_out = {each.note_id for each in whole.sources if each.gone_because == LEFT_OUT}
    if not here or here != then - left_out:
        return False
    return asked.yeses >= (asked.voices if asked.has_quotes else _ENOUGH)


def _came_between(whole: PieceWhole, asked: PieceQuestion) -> bool:
    """Say whether other words took the place of these while people could answer."""
    wording = whole.wording(asked.wording_id)
    later = (each for each in whole.wordings if each.number > wording.number)
    return any(
        each.shown != wording.shown and asked.asked_at <= each.made_at < asked.closes_at
        for each in later
    )


def _about(whole: PieceWhole, wording: Wording) -> list[PieceQuestion]:
    """Return every question about the same words, whatever the piece was called."""
    return [
        each
        for each in whole.questions
        if are_same_words(whole.wording(each.wording_id).words, wording.words)
    ]


def _was_asked_last(whole: PieceWhole, wording: Wording) -> bool:
    """Say whether the newest question is about this wording, under the title that it has."""
    newest = max(whole.questions, key=lambda each: each.asked_at, default=None)
    return newest is not None and newest.wording_id in _same(whole, wording)


def _same(whole: PieceWhole, wording: Wording) -> set[str]:
    return {each.id for each in whole.wordings if each.shown == wording.shown}

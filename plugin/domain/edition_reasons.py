"""When the words for a wide rung may be read there: decided anew at every reading.

An edition stands as long as the wording that it was written from is the checked one. Nothing is
carried over: whatever ends it, somebody writes it anew, and the group agrees anew.
"""

from __future__ import annotations

from datetime import date, datetime

from plugin.domain.blankness import is_blank
from plugin.domain.checking import last_checked, standing_objection
from plugin.domain.days import long_day
from plugin.domain.editions import WIDE, Edition
from plugin.domain.hidden_texts import HIDDEN, Review, in_review
from plugin.domain.piece_records import RUNG_WORDS, Rung
from plugin.domain.piece_whole import PieceWhole

WORDS_WENT = (
    "Words that it rests on were taken back, are held, or are looked at again. The learning "
    "partner writes new words."
)
CHANGED = "The piece was changed, or is not checked any more, since this was written from it."
POINTS = "Words in it may point to a person. The learning partner writes it without them."
OBJECTED = "Somebody objected to the piece, and the objection holds."
NOT_AGREED = "The group has not said yes to these words in a session yet."
EDITION_OBJECTED = (
    "Somebody objected to these words. The learning partner writes others, and the group hears "
    "those in a later session."
)
QUOTES = "Words of a note stand in it. The learning partner writes it without them."
NOT_READ = "A second person has not read it yet."
NOT_ANSWERED = (
    "It was written after the piece went that far. Whoever may release it answers the three "
    "questions for it on the piece’s page."
)
LOOK_AGAIN_DUE = "Its day to look again has come. The learning partner writes new words."


def newest_for(whole: PieceWhole, rung: Rung) -> Edition | None:
    """Return the newest edition of a piece for a rung; older ones are read by nobody."""
    own = [each for each in whole.editions if each.rung is rung]
    return max(own, key=lambda each: each.number, default=None)


def edition_reasons(whole: PieceWhole, rung: Rung, now: datetime) -> tuple[str, ...]:
    """Return why the words for a wide rung may not be read there now; empty if they may."""
    edition = newest_for(whole, rung)
    if edition is None:
        return (f"Nobody has written it for {RUNG_WORDS[rung]}.",)
    found = (*_of_its_words(whole, edition, now), *_of_answers(edition, now))
    return tuple(dict.fromkeys(found))


def edition_read_at(whole: PieceWhole, rung: Rung, now: datetime) -> Edition | None:
    """Return the edition that those of a wide rung read now, or None.

    Callers have asked whether the piece is released that far.
    """
    return None if why_not_read(whole, rung, now) else newest_for(whole, rung)


def why_not_read(whole: PieceWhole, rung: Rung, now: datetime) -> tuple[str, ...]:
    """Return why those of a wide rung, which the piece has reached, do not read it; empty if so."""
    reasons = edition_reasons(whole, rung, now)
    return reasons or (() if is_edition_answered_for(whole, rung) else (NOT_ANSWERED,))


def is_edition_answered_for(whole: PieceWhole, rung: Rung) -> bool:
    """Say whether the three questions were answered when the newest edition for a rung was there.

    The answers are to be of a release that far, and for the wording that it was written from.
    """
    edition = newest_for(whole, rung)
    of = next((e for e in whole.wordings if edition and e.id == edition.wording_id), None)
    return edition is not None and any(
        each.rung.value >= rung.value and edition.made_at <= each.asked_at
        for each in whole.answering
        if each.wording_id is None or (of and whole.wording(each.wording_id).shown == of.shown)
    )


def went_wide(whole: PieceWhole, now: datetime) -> tuple[tuple[Rung, date], ...]:
    """Return to which wide rungs a piece was released, and from which day; it may be back by now.

    Others can have kept copies, so this stays true.
    """
    return tuple(
        (each.rung, each.from_when.date())
        for each in whole.releases
        if each.rung in WIDE and each.stopped_at is None and each.from_when <= now
    )


def is_edition_objected_to(whole: PieceWhole, edition: Edition) -> bool:
    """Say whether somebody objected to an edition, or to the same words in another version."""
    objected = [each for each in whole.editions if each.objections]
    is_refused = edition.id in whole.editions_refused
    return is_refused or any(each.letters == edition.letters for each in objected)


def edition_asked_until(whole: PieceWhole, edition: Edition, now: datetime) -> datetime | None:
    """Return until when the group is asked whether an edition is right; None if it is not now."""
    if edition.agreed is None or now >= edition.agreed.counts_from:
        return None
    return None if is_edition_objected_to(whole, edition) else edition.agreed.counts_from


def _of_its_words(whole: PieceWhole, edition: Edition, now: datetime) -> tuple[str, ...]:
    found = []
    check = last_checked(whole, now)
    stopped = in_review(whole.reviews, whole.wordings) | whole.repeating
    is_reviewed = any(_may_be_newer(each, edition, whole) for each in whole.reviews)
    is_emptied = is_blank(edition.title) or is_blank(edition.summary)
    is_hidden = any(HIDDEN in text for text in edition.texts)
    if is_reviewed or is_emptied or is_hidden or stopped & {edition.wording_id, whole.newest.id}:
        found.append(WORDS_WENT)
    if whole.pointing & {edition.id, edition.wording_id}:
        found.append(POINTS)
    if check is None or check.wording.id != edition.wording_id:
        found.append(CHANGED)
    if standing_objection(whole) is not None:
        found.append(OBJECTED)
    if edition.id in whole.editions_quoting:
        found.append(QUOTES)
    if is_edition_objected_to(whole, edition):
        found.append(EDITION_OBJECTED)
    return tuple(found)


def _may_be_newer(review: Review, edition: Edition, whole: PieceWhole) -> bool:
    """Say whether a review may have been opened after an edition was written.

    Of a review the day alone is kept. On that day an edition is known to be the newer one if it was
    written from words that are newer, or after a curator had looked.
    """
    of = next((each for each in whole.wordings if each.id == edition.wording_id), None)
    is_of_newer_words = of is not None and of.number > review.up_to
    was_looked_at = review.settled_at is not None and review.settled_at <= edition.made_at
    opened, made = review.opened_at.date(), edition.made_at.date()
    return opened > made or (opened == made and not is_of_newer_words and not was_looked_at)


def _of_answers(edition: Edition, now: datetime) -> tuple[str, ...]:
    found = []
    if edition.agreed is None:
        found.append(NOT_AGREED)
    elif now < edition.agreed.counts_from:
        day = long_day(edition.agreed.counts_from.date())
        found.append(f"Everybody in the group can object first. It counts as agreed from {day}.")
    if edition.read is None:
        found.append(NOT_READ)
    if edition.rung is Rung.PUBLIC and not is_before(now, edition.last_look):
        found.append(LOOK_AGAIN_DUE)
    return tuple(found)


def is_before(now: datetime, look_again: date | None) -> bool:
    """Say whether a day to look again is named, and has not come."""
    return look_again is not None and now.date() < look_again

"""What stops a piece, why it is not released, and why it does not count as checked.

A blocker is dealt with by whoever curates before a piece goes any further. It says here what stands
in the way, and what settles it. The piece's page, the checking sheet, *Waiting for you* and the
reasons against a release show every one of `BLOCKERS` in these words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from plugin.domain.agreement_words import why_not_so_far
from plugin.domain.agreements import Agreement
from plugin.domain.checking import (
    check_of,
    counts,
    own_yes_of,
    read_backs_of,
    standing_objection,
)
from plugin.domain.checks import (
    has_lost_a_reading,
    is_closed,
    is_held_up,
    is_refused,
    is_still_asked,
    not_agreed,
    objections_close,
    rests_on_unwanted,
)
from plugin.domain.days import coming_day, long_day
from plugin.domain.edition_reasons import edition_reasons
from plugin.domain.editions import WIDE
from plugin.domain.hidden_texts import in_review
from plugin.domain.piece_records import Rung, Wording
from plugin.domain.piece_whole import PieceWhole
from plugin.domain.pieces import open_reviews, rung_at

Found = Callable[[PieceWhole, datetime], Wording | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One thing that stops a piece; `found` returns the wording that it is about, None if none."""

    says: str  # what stands in the way; {it} is the piece, or its title
    then: str  # what follows, and what settles it
    button: str  # of *Waiting for you*
    found: Found
    anchor: str = ""  # its part of the piece's page
    is_told_to_all: bool = False  # else its page tells those who curate, and nobody else
    is_within_group: bool = False  # it stops a release to the group too
    has_row: bool = True  # in *Waiting for you*

    @property
    def sentence(self) -> str:
        """Return what stands in the way, of a piece whose name is clear."""
        return self.says.format(it="it")

    @property
    def reason(self) -> str:
        """Return what stands in the way, and what settles it."""
        return f"{self.sentence} {self.then}"


def _objected(whole: PieceWhole, _now: datetime) -> Wording | None:
    read = standing_objection(whole)
    return whole.wording(read.wording_id) if read else None


def _objected_elsewhere(whole: PieceWhole, _now: datetime) -> Wording | None:
    return whole.newest if whole.newest.id in whole.objected_elsewhere else None


def _refused(whole: PieceWhole, now: datetime) -> Wording | None:
    newest = whole.newest
    is_over = not is_still_asked(whole, newest, now)
    return newest if is_over and is_refused(whole, newest) else None


def _held(whole: PieceWhole, _now: datetime) -> Wording | None:
    is_so = whole.newest.id in whole.repeats_held | whole.closed_beside
    return whole.newest if is_so else None


def _pointing(whole: PieceWhole, _now: datetime) -> Wording | None:
    return whole.newest if whole.newest.id in whole.pointing else None


def _gone(whole: PieceWhole, _now: datetime) -> Wording | None:
    return whole.newest if whole.newest.id in whole.repeats_gone else None


def _looked_at_again(whole: PieceWhole, now: datetime) -> Wording | None:
    """Find words that something went from; where it still stands in them, that comes first."""
    is_told = _gone(whole, now) is not None or _has_lost_a_reading(whole, now) is not None
    return None if is_told else _in_review(whole)


def _has_lost_a_reading(whole: PieceWhole, now: datetime) -> Wording | None:
    is_beside = any(each.of_reading for each in open_reviews(whole))
    return _in_review(whole) if is_beside and _gone(whole, now) is None else None


def _in_review(whole: PieceWhole) -> Wording | None:
    is_covered = whole.newest.id in in_review(whole.reviews, whole.wordings)
    return whole.newest if is_covered else None


OBJECTED = Blocker(
    says="Somebody objected to {it}.",
    then="The objection stays until the words are changed and a later session agrees to them.",
    button="Look at the words",
    found=_objected,
)
OBJECTED_ELSEWHERE = Blocker(
    says=(
        "Somebody in the group objected to the words of {it} before, in another piece or before a "
        "backup was put back."
    ),
    then="The objection holds. Change the words, then read them back.",
    button="Change the words",
    found=_objected_elsewhere,
    has_row=False,  # to find such pieces, a page would read every piece of the group
)
REFUSED = Blocker(
    says="Somebody who wrote {it} said that it is off.",
    then="Change the words, then ask again.",
    button="Change the words",
    found=_refused,
)
HELD = Blocker(
    says=(
        "Words of a held note stand in {it} or beside it, or of a quote to which its writer said "
        "no."
    ),
    then="Neither is ever quoted, so it goes no further until the words are changed.",
    button="Change the words",
    found=_held,
    anchor="held",
    is_within_group=True,
)
POINTING = Blocker(
    says="Words that may point to a person stand in {it}.",
    then=(
        "Until the learning partner says on the piece’s page what stands there instead, it is not "
        "read back, and goes no further than it is now."
    ),
    button="Decide",
    found=_pointing,
    anchor="names",
    is_within_group=True,
    has_row=False,  # *Today* leads to all such words of a group at once
)
GONE = Blocker(
    says=(
        "Words that were taken back still stand in {it}, or words of a note that was erased on its "
        "day, or that its writer did not want shared; or it was written in Notion before a sync "
        "saw that a note went."
    ),
    then=(
        "They come back nowhere: nobody outside the group reads it until the learning partner "
        "writes it without them. What people wrote in Notion before a sync saw that a note went "
        "counts as such words."
    ),
    button="Change the words",
    found=_gone,
    anchor="again",
    is_told_to_all=True,
)
LOOK_AGAIN = Blocker(
    says="Words {it} rested on were taken back.",
    then=(
        "Its story may still tell them, so nobody outside the group reads it until the learning "
        "partner says that it still stands, or changes the words."
    ),
    button="Look at it again",
    found=_looked_at_again,
    anchor="again",
    is_told_to_all=True,
)
READING_GONE = Blocker(
    says="A reading that stood beside {it} is gone.",
    then=(
        "Nobody outside the group reads it until the learning partner says that it still stands, "
        "or changes the words. Then the group checks it once more, without that reading."
    ),
    button="Look at it again",
    found=_has_lost_a_reading,
    anchor="again",
    is_told_to_all=True,
)
BLOCKERS = (
    OBJECTED,
    OBJECTED_ELSEWHERE,
    REFUSED,
    HELD,
    POINTING,
    GONE,
    LOOK_AGAIN,
    READING_GONE,
)

POINTS_TO_SOMEBODY = (
    "{where}, and may point to a person. The learning partner says on the piece’s page, under "
    "“Words that may point to a person”, what stands there instead."
)
UNWANTED = (
    "It rests on a note that its writer did not want in another piece. Ask the people who wrote "
    "it by their links: it can be checked once that person says yes to this piece. Or make it "
    "without that note."
)
QUOTE_WITHOUT_YES = (
    "It quotes words whose writer has not said yes. Take that quote out, or read the piece back to "
    "the group: silence lets a piece rest on words, and never quotes them."
)
CLOSED = (
    "Words of it, or of a reading beside it, are closed to some people by now. Once everybody "
    "reads them again, the days for objections begin again; or change the words."
)
HELD_UP = (
    "Not everybody could read it, so somebody looks at it again. Then the days for objections "
    "begin again."
)


def blockers_of(whole: PieceWhole, now: datetime) -> tuple[Blocker, ...]:
    """Return everything that stops the newest words of a piece."""
    return tuple(each for each in BLOCKERS if each.found(whole, now) is not None)


def reasons_against(
    whole: PieceWhole, rung: Rung, now: datetime, agreement: Agreement | None
) -> tuple[str, ...]:
    """Return every reason in words why the piece may not go to `rung` now; empty if it may.

    `agreement` is the group's, as it holds now. What may point to a person stays where it is.
    """
    is_further = rung.value > rung_at(whole.releases, now).value
    stopped = [e for e in blockers_of(whole, now) if is_further or e is not POINTING]
    if rung.value <= Rung.US.value:
        within = [each for each in stopped if is_further and each.is_within_group]
        return tuple(reason for each in within for reason in _reasons(each, whole))
    why = why_not_checked(whole, now)
    reasons = [why] if why else []
    reasons += [reason for each in stopped for reason in _reasons(each, whole)]
    reasons += edition_reasons(whole, rung, now) if rung in WIDE else ()
    so_far = why_not_so_far(agreement, rung)
    return tuple(dict.fromkeys([*reasons, *([so_far] if so_far else [])]))


def _reasons(blocker: Blocker, whole: PieceWhole) -> tuple[str, ...]:
    """Return a blocker in words; of what may point to a person, where each of it stands."""
    return points_to_somebody(whole) if blocker is POINTING else (blocker.reason,)


def points_to_somebody(whole: PieceWhole) -> tuple[str, ...]:
    """Return what in the newest words may point to a person, as reasons to hold them back."""
    newest = whole.newest.id
    found = (where for wording_id, where in whole.identifiers if wording_id == newest)
    return tuple(POINTS_TO_SOMEBODY.format(where=where) for where in found)


def why_not_checked(whole: PieceWhole, now: datetime) -> str | None:
    """Return the reason in a sentence why the newest wording is not checked, or None."""
    if check_of(whole, whole.newest, now) is not None:
        return None
    if not whole.sources:
        return "It rests on no notes of the group yet."
    if whole.voices == 0:
        return "The words this rested on were taken back."
    if has_lost_a_reading(whole, whole.newest):
        return READING_GONE.reason
    answered = (each for each in (OBJECTED, OBJECTED_ELSEWHERE, REFUSED) if each.found(whole, now))
    if (blocker := next(answered, None)) is not None:
        return blocker.reason
    if is_still_asked(whole, whole.newest, now):
        ends = max(each.last_day for each in whole.questions)
        return f"The people who wrote it are asked about these words until {coming_day(ends)}."
    if rests_on_unwanted(whole, whole.newest, now):
        return UNWANTED
    if whole.voices == 1:
        return _why_one_voice_is_not(whole)
    own = [read for read in read_backs_of(whole, whole.newest) if counts(whole, read)]
    if not own and not_agreed(whole, whole.newest, now):
        return QUOTE_WITHOUT_YES
    if not own:
        return "This wording has not been read back to the group yet."
    if is_closed(whole, own[-1]):
        return CLOSED
    if is_held_up(whole, own[-1]):
        return HELD_UP
    day = objections_close(whole, own[-1]).date()
    return f"The days for objections are not over: it counts as checked from {long_day(day)}."


def _why_one_voice_is_not(whole: PieceWhole) -> str:
    yes = own_yes_of(whole, whole.newest)
    if yes is None:
        return "It rests on one voice, and needs the yes of its writer."
    if yes.confirmed is None:
        return "One person recorded its writer’s yes. A second person who heard it confirms it."
    return "Its writer agreed; the group has to agree too, since somebody objected before."

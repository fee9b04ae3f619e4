"""Boundary objects (*pieces* on screens): names, where they stand, and who may read them.

What is stored of them is in `piece_records`, and when a wording counts as checked in `checking`;
both are imported from here. What stops a piece is in `blockers`.

Outside its group, in Notion, by sponsors and on cards, the last checked wording is read, unless
words went that it rested on, or it repeats a held note, or one that is gone: then *being looked at
again* stands in its place until somebody who curates has looked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugin.domain.agreements import PAUSE_HOURS
from plugin.domain.checking import (
    can_have_read,
    changed_since_checked,
    check_of,
    counts,
    is_answered,
    is_objected_to,
    last_checked,
    lost_check,
    objections_to,
    objections_until,
    objects_from,
    over_at,
    own_yes_of,
    read_backs_of,
    standing_objection,
    stands_against,
    waits_to_be_read,
)
from plugin.domain.checks import (
    Check,
    is_refused,
    is_still_asked,
    objections_close,
    open_question,
    rests_on_unwanted,
)
from plugin.domain.hidden_texts import Review, in_review
from plugin.domain.piece_records import (
    BY_AUTHOR,
    FAMILIES,
    KINDS,
    LINE_MAX,
    NOT_INDEPENDENT,
    PERSONS,
    RUNG_WORDS,
    TITLE_MAX,
    Confirmation,
    Independence,
    Objections,
    OwnYes,
    Piece,
    ReadBack,
    Release,
    Rung,
    Source,
    Standing,
    Wording,
)
from plugin.domain.piece_whole import PieceWhole
from plugin.domain.returns import ReturnCard
from plugin.domain.templates import Zone

__all__ = [
    "BY_AUTHOR",
    "FAMILIES",
    "KINDS",
    "LINE_MAX",
    "NOT_INDEPENDENT",
    "PERSONS",
    "RUNG_WORDS",
    "TITLE_MAX",
    "Check",
    "Confirmation",
    "Independence",
    "Objections",
    "OwnYes",
    "Piece",
    "PieceWhole",
    "ReadBack",
    "Release",
    "Rung",
    "Source",
    "Standing",
    "Wording",
    "can_have_read",
    "changed_since_checked",
    "check_of",
    "counts",
    "is_answered",
    "is_objected_to",
    "last_checked",
    "objections_close",
    "objections_to",
    "objections_until",
    "objects_from",
    "over_at",
    "own_yes_of",
    "read_backs_of",
    "standing_objection",
    "stands_against",
    "waits_to_be_read",
]


def pair(one_id: str, other_id: str) -> tuple[str, str]:
    """Return two pieces that belong with each other in the order in which pairs are kept."""
    return (one_id, other_id) if one_id < other_id else (other_id, one_id)


def name_for_all(whole: PieceWhole, now: datetime) -> str:
    """Return what everybody of the partnership may call a piece: its title as it was checked.

    Only those of its own group may read newer titles, and nobody else before it is released, or
    while it is looked at again.
    """
    found = _newest_agreed(whole, now, is_out=True)
    if found is None or rung_at(whole.releases, now).value < Rung.PARTNERSHIP.value:
        return "(not released)"
    covered = in_review(whole.reviews, whole.wordings)
    is_read = found.counts and found.check.wording.id not in covered
    return found.check.wording.title if is_read else "(being looked at again)"


def starts_as(zone: Zone | None) -> tuple[str, str, int]:
    """Return kind, family and person that a piece made from this box begins with."""
    if zone is None:
        return ("pattern", "representation", 2)
    return (zone.becomes if zone.becomes in KINDS else "pattern", zone.family, zone.person)


def standing(whole: PieceWhole, now: datetime, *, was_returned: bool) -> Standing:
    """Return the furthest place on its way that the piece has reached, in any wording.

    A piece whose checked words fell away (taken back, objected to) is a draft again, wherever it
    was released to: nobody outside its group can read it.
    """
    if last_checked(whole, now) is None:
        return Standing.BEING_CHECKED if _waits(whole, now) else Standing.DRAFT
    if was_returned:
        return Standing.RETURNED
    is_out = rung_at(whole.releases, now).value >= Rung.PARTNERSHIP.value
    return Standing.RELEASED if is_out else Standing.CHECKED


def _waits(whole: PieceWhole, now: datetime) -> bool:
    """Say whether the newest wording will be checked if nobody does anything against it."""
    if standing_objection(whole) is not None or not whole.voices:
        return False
    if is_still_asked(whole, whole.newest, now) or is_refused(whole, whole.newest):
        return open_question(whole, now) is not None
    if whole.newest.id in whole.objected_elsewhere or rests_on_unwanted(whole, whole.newest, now):
        return False
    if whole.voices == 1:
        return own_yes_of(whole, whole.newest) is not None
    return any(counts(whole, read) for read in read_backs_of(whole, whole.newest))


def rung_at(releases: Iterable[Release], now: datetime) -> Rung:
    """Return the rung that a piece stands on at `now`; a draft until somebody releases it."""
    done = [each for each in releases if each.stopped_at is None and each.from_when <= now]
    return done[-1].rung if done else Rung.ME


def is_for_the_group(whole: PieceWhole, now: datetime) -> bool:
    """Say whether every member of its group may read a piece.

    They may once it is released to them, and as long as they can object to what was read back or
    stop a release: the silence of people who could not read it would agree to nothing.
    """
    can_object = objections_until(whole, now) is not None
    can_stop = waiting_release(whole.releases, now) is not None
    return can_object or can_stop or rung_at(whole.releases, now).value >= Rung.US.value


def waiting_release(releases: Sequence[Release], now: datetime) -> Release | None:
    """Return the release that still pauses, or None."""
    pausing = [each for each in releases if each.stopped_at is None and each.from_when > now]
    return pausing[-1] if pausing else None


def release_starts(rung: Rung, asked_at: datetime) -> datetime:
    """Return when a release takes effect: leaving the group pauses 48 hours."""
    return asked_at + timedelta(hours=PAUSE_HOURS) if rung.value > Rung.US.value else asked_at


LOOKED_AT_AGAIN = "Being looked at again"
WHY_LOOKED_AT = "Its group is looking at these words again. They come back here, or others do."


def readable_outside(whole: PieceWhole, now: datetime) -> Check | None:
    """Return the check of the newest wording that may be read outside the group, or None.

    Of a piece that has left its group only wordings count for which the three questions were
    answered. What their group replaced is not read again because what they replaced it by has to
    stay hidden for a while, or counts as checked no more.
    """
    found = _newest_read(whole, now)
    return found.check if found and found.counts else None


@dataclass(frozen=True, slots=True)
class _Agreed:
    """The newest words that a group agreed people outside may read, and whether they may now."""

    check: Check
    counts: bool


def _newest_read(whole: PieceWhole, now: datetime) -> _Agreed | None:
    is_out = rung_at(whole.releases, now).value >= Rung.PARTNERSHIP.value
    covered = in_review(whole.reviews, whole.wordings)
    return _newest_agreed(whole, now, is_out=is_out, covered=covered)


def _newest_agreed(
    whole: PieceWhole, now: datetime, *, is_out: bool, covered: Collection[str] = ()
) -> _Agreed | None:
    for wording in reversed(whole.wordings):
        if wording.id in covered:
            continue
        check = check_of(whole, wording, now)
        agreed = check or lost_check(whole, wording, now)
        if agreed and (not is_out or whole.is_answered_for(wording, agreed.since)):
            return _Agreed(agreed, check is not None and wording.id not in whole.repeating)
    return None


def words_read(whole: PieceWhole, now: datetime) -> tuple[str, ...]:
    """Return all that somebody reads of a piece now: its newest words, and those read outside."""
    outside = readable_outside(whole, now)
    those = (whole.newest, *([outside.wording] if outside else []))
    return tuple(text for each in those for text in whole.as_everybody_reads(each).words)


def may_go_out(whole: PieceWhole, now: datetime) -> Check | None:
    """Return the check of the wording that may be put somewhere anew, or None.

    It is the one that is read outside, unless it may point to a person: where that stands already
    it stays, and the desk says so.
    """
    check = readable_outside(whole, now)
    return None if check is None or check.wording.id in whole.pointing else check


def is_looked_at_again(whole: PieceWhole, now: datetime) -> bool:
    """Say whether outside readers are told that the piece is being looked at again."""
    is_out = rung_at(whole.releases, now).value >= Rung.PARTNERSHIP.value
    covered = in_review(whole.reviews, whole.wordings)
    found = _newest_read(whole, now)
    is_stopped = bool(found or open_reviews(whole) or whole.repeating or covered)
    return is_out and is_stopped and not (found and found.counts)


def needs_review(whole: PieceWhole) -> bool:
    """Say whether somebody who curates has to look at the newest wording again."""
    covered = in_review(whole.reviews, whole.wordings)
    return whole.newest.id in covered | whole.repeats_gone


def is_stopped(whole: PieceWhole, wording: Wording) -> bool:
    """Say whether a wording is looked at again, or repeats what is not quoted: no copy has it."""
    return wording.id in in_review(whole.reviews, whole.wordings) | whole.repeating


def is_withheld(whole: PieceWhole, wording: Wording) -> bool:
    """Say whether nobody outside reads this wording, though it was read back.

    It is looked at again, or repeats what is not quoted. When a curator has looked, the newest
    words stand; older ones that rested on a note that went are not shown again.
    """
    if is_stopped(whole, wording):
        return True
    is_newest = wording.words == whole.newest.words
    return not is_newest and any(wording.number <= each.up_to for each in whole.reviews)


def open_reviews(whole: PieceWhole) -> tuple[Review, ...]:
    """Return the reviews that nobody has settled, in the order in which notes went.

    One is open again while the newest words are those of before it, put back since.
    """
    newest = whole.newest.id
    waiting = [
        each
        for each in whole.reviews
        if each.settled_at is None or newest in in_review((each,), whole.wordings)
    ]
    return tuple(sorted(waiting, key=lambda each: (each.opened_at, each.note_id)))


def may_be_on_card(whole: PieceWhole, card: ReturnCard, now: datetime) -> bool:
    """Say whether a card may go onto a board: it prints words that are checked, as it was chosen.

    Words that others followed since are, and none that are looked at again or were then.
    """
    return any(
        check_of(whole, each, now) is not None
        for each in whole.wordings
        if each.title == card.title and card.description.startswith(each.line)
        if each.id not in whole.pointing and not is_withheld(whole, each)
    )

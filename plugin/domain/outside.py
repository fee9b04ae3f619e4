"""What of a piece may be read outside its group, in Notion, by sponsors and on cards.

That is its last checked wording, unless words went that it rested on, or it repeats a held note, or
one that is gone: then *being looked at again* stands in its place until somebody who curates has
looked.
"""

from __future__ import annotations

from datetime import datetime

from plugin.domain.pieces import Check, PieceWhole, Rung, Wording, check_of, rung_at
from plugin.domain.returns import ReturnCard
from plugin.domain.reviews import Review, in_review

LOOKED_AT_AGAIN = "Being looked at again"
WHY_LOOKED_AT = "Its group is looking at these words again. They come back here, or others do."


def readable_outside(whole: PieceWhole, now: datetime) -> Check | None:
    """Return the check of the newest wording that may be read outside the group, or None.

    Of a piece that has left its group only wordings count for which the three questions were
    answered.
    """
    is_out = rung_at(whole.releases, now).value >= Rung.PARTNERSHIP.value
    covered = in_review(whole.reviews, whole.wordings)
    found = (
        check_of(whole, wording, now)
        for wording in reversed(whole.wordings)
        if wording.id not in covered and wording.id not in whole.repeating
    )
    checks = (each for each in found if each is not None)
    return next(
        (each for each in checks if not is_out or whole.is_answered_since(each.since)), None
    )


def words_read(whole: PieceWhole, now: datetime) -> tuple[str, ...]:
    """Return all words of a piece that somebody reads now: the newest, and those read outside."""
    outside = readable_outside(whole, now)
    return (*whole.newest.words, *(outside.wording.words if outside else ()))


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
    is_stopped = bool(open_reviews(whole) or whole.repeating or covered)
    return is_out and is_stopped and readable_outside(whole, now) is None


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
    """Return the reviews that nobody has settled, in the order in which notes went."""
    waiting = [each for each in whole.reviews if each.settled_at is None]
    return tuple(sorted(waiting, key=lambda each: (each.opened_at, each.note_id)))


def may_be_on_card(whole: PieceWhole, card: ReturnCard, now: datetime) -> bool:
    """Say whether a card may go onto a board: the words on it are not looked at again."""
    if not open_reviews(whole) and not whole.repeating | whole.pointing:
        return True
    check = may_go_out(whole, now)
    return (
        check is not None
        and check.wording.title == card.title
        and card.description.startswith(check.wording.line)
    )

"""Whether a quote in a wording may be used, as its piece's page says it; pure."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from plugin.domain.checking import check_of
from plugin.domain.checks import is_still_asked, not_agreed
from plugin.domain.piece_records import Wording
from plugin.domain.piece_whole import PieceWhole
from plugin.domain.quotes import Quote


class QuoteStanding(Enum):
    """Where a quote stands; the value is the sentence under it."""

    GONE = "Words stood here that are not used any more."
    AGREED = "A member, who said yes to being quoted here."
    BY_WRITER = "A member, who said yes to this wording."
    BY_GROUP = "A member. The group agreed to it when it was read back."
    ASKED = "A member. Whoever wrote it is being asked, so this quote is not released."
    OPEN = "A member. Whoever wrote it has not said yes, so this quote is not released."


def quote_standings(whole: PieceWhole, wording: Wording, now: datetime) -> dict[int, QuoteStanding]:
    """Return where each quote of a wording stands, by its number."""
    without_yes = {each.number for each in not_agreed(whole, wording, now)}
    is_asked = is_still_asked(whole, wording, now)
    check = check_of(whole, wording, now)
    by_all = None
    if check is not None and check.read_back is not None:
        by_all = QuoteStanding.BY_GROUP
    elif check is not None and check.own_yes is not None:
        by_all = QuoteStanding.BY_WRITER

    def standing(quote: Quote) -> QuoteStanding:
        if not quote.words:
            return QuoteStanding.GONE
        if quote.number not in without_yes:
            return QuoteStanding.AGREED
        return by_all or (QuoteStanding.ASKED if is_asked else QuoteStanding.OPEN)

    return {each.number: standing(each) for each in whole.quotes_in(wording)}

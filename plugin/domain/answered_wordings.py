"""Which wordings the three questions were answered for, so that people outside may read them.

Whoever releases a piece answers for the wording that they see. A newer one that its group checks
later can harm somebody whom the older one did not, so it is asked about again; until then people
outside read the older one. So are words for places like ours, or for anyone, that were written
after the piece went that far: until then nobody reads them.
"""

from __future__ import annotations

from datetime import datetime

from plugin.domain.checking import last_checked
from plugin.domain.edition_reasons import edition_reasons, is_edition_answered_for
from plugin.domain.editions import WIDE
from plugin.domain.piece_records import Rung
from plugin.domain.piece_whole import PieceWhole
from plugin.errors import ChangedMeanwhile


def waits_for_answers(whole: PieceWhole, rung: Rung, now: datetime) -> bool:
    """Say whether a piece at `rung` has newer checked words that nobody outside reads yet."""
    check = last_checked(whole, now)
    if rung.value <= Rung.US.value or check is None or check.wording.shown != whole.newest.shown:
        return False
    return not whole.is_answered_for(check.wording, check.since) or any(
        not edition_reasons(whole, wide, now) and not is_edition_answered_for(whole, wide)
        for wide in WIDE
        if wide.value <= rung.value
    )


def answered_about(whole: PieceWhole, now: datetime, seen: int | None) -> str | None:
    """Return the id of the wording that answers given now are about, or None.

    `seen` is the number of the wording that was looked at, if that is known; raise ChangedMeanwhile
    where another one is checked by now.
    """
    check = last_checked(whole, now)
    if check is not None and seen not in (None, check.wording.number):
        raise ChangedMeanwhile(
            "Other words of this piece are checked since you opened the page. Nothing was changed. "
            "Read them, then answer the three questions for them."
        )
    return check.wording.id if check else None

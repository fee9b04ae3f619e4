"""Who reads a piece, and in which wording, in one line: others never read unchecked words."""

from __future__ import annotations

from datetime import datetime

from plugin.domain.answered_wordings import waits_for_answers
from plugin.domain.days import long_day
from plugin.domain.pieces import (
    LOOKED_AT_AGAIN,
    RUNG_WORDS,
    PieceWhole,
    Rung,
    changed_since_checked,
    check_of,
    is_looked_at_again,
    last_checked,
    readable_outside,
    rung_at,
)


def read_by(whole: PieceWhole, now: datetime) -> str:
    """Write who reads the piece, and whether its newest wording is what they read."""
    rung = rung_at(whole.releases, now)
    readers = f"Read by: {RUNG_WORDS[rung]}" if rung is not Rung.ME else "Draft"
    if is_looked_at_again(whole, now):
        return f"{readers}, as “{LOOKED_AT_AGAIN.lower()}” · words it rested on were taken back"
    outside = readable_outside(whole, now)
    if outside and waits_for_answers(whole, rung, now):
        day = long_day(outside.wording.made_at)
        return f"{readers}, in the wording of {day} · three questions wait about this newer one"
    if check_of(whole, whole.newest, now):
        return f"{readers} · checked"
    check = last_checked(whole, now)
    if check and rung.value > Rung.US.value and changed_since_checked(whole, now):
        day = long_day(check.wording.made_at)
        return f"{readers}, in the wording of {day} · this newer one is not checked yet"
    return f"{readers} · this wording is not checked yet"

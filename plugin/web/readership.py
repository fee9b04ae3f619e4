"""Who reads a piece, and in which wording, in one line: others never read unchecked words."""

from __future__ import annotations

from datetime import datetime

from plugin.domain.answered_wordings import waits_for_answers
from plugin.domain.days import lazy_long_day
from plugin.domain.pieces import (
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
from plugin.languages import LazyText, lazy_gettext


def read_by(whole: PieceWhole, now: datetime) -> LazyText:
    """Write who reads the piece, and whether its newest wording is what they read."""
    rung = rung_at(whole.releases, now)
    readers = lazy_gettext("Draft")
    if rung is not Rung.ME:
        readers = lazy_gettext("Read by: %(readers)s", readers=RUNG_WORDS[rung])
    if is_looked_at_again(whole, now):
        return lazy_gettext(
            "%(read_by)s, as “being looked at again” · words it rested on were taken back",
            read_by=readers,
        )
    outside = readable_outside(whole, now)
    if outside and waits_for_answers(whole, rung, now):
        return lazy_gettext(
            "%(read_by)s, in the wording of %(day)s · three questions wait about this newer one",
            read_by=readers,
            day=lazy_long_day(outside.wording.made_at),
        )
    if check_of(whole, whole.newest, now):
        return lazy_gettext("%(read_by)s · checked", read_by=readers)
    check = last_checked(whole, now)
    if check and rung.value > Rung.US.value and changed_since_checked(whole, now):
        return lazy_gettext(
            "%(read_by)s, in the wording of %(day)s · this newer one is not checked yet",
            read_by=readers,
            day=lazy_long_day(check.wording.made_at),
        )
    return lazy_gettext("%(read_by)s · this wording is not checked yet", read_by=readers)

"""Since when a note is part of a piece, and since when whom reads that: days, for its own writer.

No words of a piece are told here, so that it can be said of one that nobody but the learning
partner reads yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from plugin.domain.days import lazy_long_day
from plugin.domain.pieces import (
    PieceWhole,
    Release,
    Rung,
    is_looked_at_again,
    readable_outside,
    rung_at,
)
from plugin.languages import LazyText, lazy_gettext


def since_when(
    whole: PieceWhole, note_id: str, now: datetime, *, is_in_notion: bool
) -> tuple[LazyText, ...]:
    """Say since when the piece rests on a note, and whom it is open to since when; each a line."""
    return tuple(_lines(whole, note_id, now, is_in_notion=is_in_notion))


def open_since(releases: Sequence[Release], now: datetime) -> date | None:
    """Return the day from which on those read it who read it now; None while it is a draft."""
    rung, since = rung_at(releases, now), None
    for each in releases:
        if each.stopped_at is not None or each.from_when > now:
            continue
        if each.rung is not rung:
            since = None
        elif since is None:
            since = each.from_when.date()
    return None if rung is Rung.ME else since


def part_since(whole: PieceWhole, note_id: str) -> date | None:
    """Return the day from which on a piece rests on a note; None where it never did."""
    found = next((each for each in whole.sources if each.note_id == note_id), None)
    return None if found is None else (found.added_at or whole.piece.made_at).date()


def _lines(
    whole: PieceWhole, note_id: str, now: datetime, *, is_in_notion: bool
) -> Iterator[LazyText]:
    part, since = part_since(whole, note_id), open_since(whole.releases, now)
    if part is not None:
        yield lazy_gettext("Your note has been in it since %(day)s.", day=lazy_long_day(part))
    if since is not None:
        yield lazy_gettext("It has been open to them since %(day)s.", day=lazy_long_day(since))
        worded = _worded_on(whole, now)
        if worded is not None:
            yield lazy_gettext("They read the wording of %(day)s.", day=lazy_long_day(worded))
    if is_in_notion:
        could = lazy_long_day(since or whole.piece.made_at.date())
        yield lazy_gettext("It has a page in Notion. It could go there from %(day)s on.", day=could)


def _worded_on(whole: PieceWhole, now: datetime) -> date | None:
    """Return the day of the wording that its readers have; None while it is looked at again."""
    if rung_at(whole.releases, now) is Rung.US:
        return whole.newest.made_at.date()
    outside = None if is_looked_at_again(whole, now) else readable_outside(whole, now)
    return None if outside is None else outside.wording.made_at.date()

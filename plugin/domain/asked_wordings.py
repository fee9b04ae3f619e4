"""Which words of a piece the group is asked about, and which go out after a pause; pure.

Silence checks the wording that was read back, and a pause ends for the wording that is checked
then. Words that were written since are others: a page that asks, or tells, names and shows those
that count, never the newest in their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from plugin.domain.pieces import (
    PieceWhole,
    Wording,
    objections_close,
    readable_outside,
    waiting_release,
)


@dataclass(frozen=True, slots=True)
class AskedWording:
    """A wording that was read back, and until when the group may object to it."""

    wording: Wording
    day: date  # of the session in which it was read back
    until: datetime


def asked_wordings(whole: PieceWhole, now: datetime) -> tuple[AskedWording, ...]:
    """Return the wordings to which the group may object now, the newest last."""
    found: dict[str, AskedWording] = {}
    for read in whole.read_backs:
        until = objections_close(whole, read)
        if now >= until:
            continue
        before = found.get(read.wording_id)
        if before is None or (until, read.day) > (before.until, before.day):
            wording = whole.wording(read.wording_id)
            found[read.wording_id] = AskedWording(wording, read.day, until)
    return tuple(sorted(found.values(), key=lambda each: each.wording.number))


def shown_beside(whole: PieceWhole, asked: tuple[AskedWording, ...]) -> tuple[AskedWording, ...]:
    """Return those that a page shows under its question: all, unless it shows just these words."""
    newest = whole.newest.shown
    return asked if any(each.wording.shown != newest for each in asked) else ()


def wording_going_out(whole: PieceWhole, now: datetime) -> Wording | None:
    """Return what is read outside once the pause of a release is over, as things stand; or None."""
    release = waiting_release(whole.releases, now)
    check = readable_outside(whole, release.from_when) if release else None
    return check.wording if check else None
